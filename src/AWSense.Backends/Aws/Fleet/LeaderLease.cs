using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using AWSense.Core.Queues;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>Makes one of several processes the leader, by an object in S3 that is only ever written on the condition that nobody else has written it.</summary>
/// <remarks>
/// <para>
/// No clock is compared with another machine's; each process measures spans on its own. The leader counts its lease from the moment before it sent
/// a write, and stops leading after <see cref="HeldShare"/> of the duration. Another counts from the moment at which it first saw
/// that write, which is later, and takes over when it has seen no other for <see cref="WaitShare"/>. Between the two lies a tenth of the duration:
/// it absorbs clocks that run at different speeds (by up to a tenth, where quartz is off by a ten-thousandth) and calls that are under way.
/// </para>
/// <para>
/// A process that was stopped (paused, swapped out) wakes up and sees at its next look at the clock that its time is over. A call that was under
/// way then may still be carried out: all that a leader does is safe to do twice, or is put right by the next turn of the new one.
/// </para>
/// </remarks>
internal sealed class LeaderLease(IAmazonS3 objects, string bucket, string key, string holder, TimeSpan duration, TimeProvider time)
{
    /// <summary>Share of the duration after which it is renewed, and looked at by the others.</summary>
    public const double TurnShare = 0.2;

    /// <summary>Share of the duration for which a write lets its writer lead.</summary>
    public const double HeldShare = 0.7;

    /// <summary>Share of the duration for which the others must see no write. With one <see cref="TurnShare"/> more the whole duration has gone by.</summary>
    public const double WaitShare = 0.8;

    private readonly Lock gate = new();
    private long? heldSince;
    private string? ownTag;
    private string? seenTag;
    private long seenSince;

    /// <summary>This process leads. It may end at any moment, so it is asked before every action.</summary>
    public bool IsHeld
    {
        get
        {
            lock (gate)
            {
                return heldSince is { } since && time.GetElapsedTime(since) < duration * HeldShare;
            }
        }
    }

    /// <summary>Time between two turns.</summary>
    public TimeSpan Pace => duration * TurnShare;

    /// <summary>Renews the lease, or takes it when it is free or has run out.</summary>
    /// <exception cref="BackendUnavailableException">S3 can't be reached; what is held is held until it runs out.</exception>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (ownTag is { } tag && await WriteAsync(tag, cancellationToken))
            {
                return;
            }

            await LookAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new BackendUnavailableException($"The lease {key} can't be read or written: {exception.Message}", exception);
        }
    }

    /// <summary>Lets go of the lease, so that another may lead at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var tag = ownTag;
        Forget();
        if (tag is not null)
        {
            await PutAsync("", tag, cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var (tag, writer) = await ReadAsync(cancellationToken);
        if (tag != seenTag)
        {
            (seenTag, seenSince) = (tag, time.GetTimestamp());
        }

        // A write of ours whose answer was lost doesn't count, since it isn't known when it was sent; but it can be renewed at once.
        if (tag is null || writer is "" || writer == holder || time.GetElapsedTime(seenSince) >= duration * WaitShare)
        {
            await WriteAsync(tag, cancellationToken);
        }
    }

    private async Task<bool> WriteAsync(string? expected, CancellationToken cancellationToken)
    {
        var sent = time.GetTimestamp();
        var tag = await PutAsync(holder, expected, cancellationToken);
        if (tag is null)
        {
            Forget();
            return false;
        }

        lock (gate)
        {
            (heldSince, ownTag) = (sent, tag);
        }

        (seenTag, seenSince) = (tag, time.GetTimestamp());
        return true;
    }

    private void Forget()
    {
        lock (gate)
        {
            (heldSince, ownTag) = (null, null);
        }
    }

    /// <returns>The tag of what was written; null when another write came first.</returns>
    private async Task<string?> PutAsync(string writer, string? expected, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            ContentType = "application/json",

            // No two writes are alike, since the tag is a hash of the content.
            ContentBody = JsonSerializer.Serialize(new LeaseRecord(writer, Guid.CreateVersion7(time.GetUtcNow()))),
            IfMatch = expected,
            IfNoneMatch = expected is null ? "*" : null,
        };
        try
        {
            return (await objects.PutObjectAsync(request, cancellationToken)).ETag;
        }
        catch (AmazonS3Exception exception) when (
            exception.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    }

    private async Task<(string? Tag, string Writer)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await objects.GetObjectAsync(bucket, key, cancellationToken);
            await using var body = response.ResponseStream;
            return (response.ETag, await HolderAsync(body, cancellationToken));
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket")
        {
            return (null, "");
        }
    }

    private static async Task<string> HolderAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return (await JsonSerializer.DeserializeAsync<LeaseRecord>(body, cancellationToken: cancellationToken))?.Holder ?? "";
        }
        catch (JsonException)
        {
            return ""; // Whatever it is, it isn't a lease that somebody holds.
        }
    }

    /// <param name="Holder">Who wrote it; empty when it was let go.</param>
    /// <param name="Write">Makes each write another.</param>
    private sealed record LeaseRecord(string Holder, Guid Write);
}
