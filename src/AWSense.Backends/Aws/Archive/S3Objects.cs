using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Amazon.S3;
using Amazon.S3.Model;
using AWSense.Core.Archive;
using AWSense.Core.Queues;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Archive;

/// <summary>The objects of the bucket, by key. Conditional writes are what orders those who write at once.</summary>
internal sealed class S3Objects(IAmazonS3 s3, IOptions<AwsOptions> options, Jitter jitter, TimeProvider time)
{
    /// <summary>What a conditional write asks for: that there is no object yet.</summary>
    public const string None = "*";

    // The largest picture that can be configured; nothing of ours is larger, and nobody else's object is read into memory.
    private const long BytesMax = 1024L * 1024 * 1024;
    private const int ConflictsMax = 20;

    private string Bucket => options.Value.Bucket;

    /// <summary>Reads an object and its version; null when there is none.</summary>
    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken) => AwsCalls.RunAsync<StoredObject?>($"Reading {key}", async () =>
    {
        try
        {
            using var response = await s3.GetObjectAsync(Bucket, key, cancellationToken);
            if (response.ContentLength > BytesMax)
            {
                throw new InvalidDataException($"{key} has {response.ContentLength} bytes, more than anything that is stored here.");
            }

            var content = ObjectContent.Rent((int)response.ContentLength);
            try
            {
                await response.ResponseStream.ReadExactlyAsync(content.Writable, cancellationToken);
                return new(content, response.ETag);
            }
            catch
            {
                content.Dispose();
                throw;
            }
        }
        catch (AmazonS3Exception exception) when (exception is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
        {
            return null;
        }
    }, cancellationToken);

    /// <summary>Writes an object in place of what is there.</summary>
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        PutAsync(key, content, condition: null, cancellationToken);

    /// <summary>Writes an object if it is as the writer believes.</summary>
    /// <param name="version">The version that is to be replaced; <see cref="None"/> when there is to be none.</param>
    /// <returns>False when it isn't; nothing was written then. Also after a success whose answer was lost and was asked for again.</returns>
    public Task<bool> TryPutAsync(string key, ReadOnlyMemory<byte> content, string version, CancellationToken cancellationToken) =>
        PutAsync(key, content, version, cancellationToken);

    /// <summary>Removes an object. One that is gone is no error.</summary>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        AwsCalls.RunAsync($"Removing {key}", () => s3.DeleteObjectAsync(Bucket, key, cancellationToken), cancellationToken);

    /// <summary>Checks that the bucket is there and answers.</summary>
    public Task ProbeAsync(CancellationToken cancellationToken) => AwsCalls.RunAsync(
        $"Looking for the bucket {Bucket}", () => s3.HeadBucketAsync(new() { BucketName = Bucket }, cancellationToken), cancellationToken);

    /// <summary>Objects whose keys begin with something, in the order of their keys.</summary>
    /// <param name="startAfter">Only those behind this key; null for all.</param>
    public async IAsyncEnumerable<S3Object> ListAsync(string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = Bucket, Prefix = prefix, StartAfter = startAfter };
        ListObjectsV2Response page;
        do
        {
            page = await AwsCalls.RunAsync($"Listing {prefix}", () => s3.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var entry in page.S3Objects ?? [])
            {
                yield return entry;
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    private async Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, string? condition, CancellationToken cancellationToken)
    {
        for (var conflicts = 1; ; conflicts++)
        {
            var written = await AwsCalls.RunAsync($"Writing {key}", () => PutOnceAsync(key, content, condition, cancellationToken), cancellationToken);
            if (written is { } known)
            {
                return known;
            }

            if (conflicts == ConflictsMax)
            {
                throw new BackendUnavailableException($"Others write {key} at the same time, {ConflictsMax} times in a row.");
            }

            await Task.Delay(jitter.After(conflicts), time, cancellationToken);
        }
    }

    /// <returns>Null when another writer was under way (409), so that nobody knows yet; to be tried again.</returns>
    private async Task<bool?> PutOnceAsync(string key, ReadOnlyMemory<byte> content, string? condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var stream = StreamOf(content);
        var request = new PutObjectRequest { BucketName = Bucket, Key = key, InputStream = stream, AutoCloseStream = false };
        request.IfNoneMatch = condition == None ? None : null;
        request.IfMatch = condition == None ? null : condition;
        try
        {
            await s3.PutObjectAsync(request, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception exception) when (condition is not null && exception.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
        catch (AmazonS3Exception exception) when (condition is not null and not None && exception is { StatusCode: HttpStatusCode.NotFound, ErrorCode: "NoSuchKey" })
        {
            return false; // the version that was to be replaced is gone
        }
        catch (AmazonS3Exception exception) when (condition is not null && exception.StatusCode == HttpStatusCode.Conflict)
        {
            return null;
        }
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var array) ? new(array.Array!, array.Offset, array.Count, writable: false) : new(content.ToArray(), writable: false);
}

/// <summary>An object as it was read.</summary>
/// <param name="Content">Its bytes; to be disposed of.</param>
/// <param name="Version">What a conditional write names it by.</param>
internal sealed record StoredObject(ObjectContent Content, string Version) : IDisposable
{
    public void Dispose() => Content.Dispose();
}
