using System.Security.Cryptography;
using System.Threading.RateLimiting;
using AWSense.Core.Archive;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Telemetry;

namespace AWSense.Worker.Handling;

/// <summary>Fetches pictures, and makes sure that each is the one that was accepted.</summary>
/// <remarks>
/// Each lane has memory for so many bytes of files, or for one that is larger. Pictures are leased by number, as many as are expected to begin soon, and how
/// large the next ones are isn't known before they come.
/// </remarks>
internal sealed class PictureArchive(IObjectStore archive) : IDisposable
{
    private const int LaneBytesMax = 16 * 1024 * 1024;

    private readonly ConcurrencyLimiter[] room = [NewLane(), NewLane()];

    /// <summary>Waits for room for the picture of a leased request; who comes first is first.</summary>
    /// <returns>To be disposed of when the picture isn't in memory any more.</returns>
    /// <exception cref="OperationCanceledException">The worker is to end.</exception>
    public async Task<IDisposable> TakeRoomAsync(RequestLease lease, CancellationToken stoppingToken) =>
        await room[(int)lease.Lane].AcquireAsync((int)Math.Clamp(lease.Request.Bytes, 1, LaneBytesMax), stoppingToken);

    /// <summary>Reads the picture of a request; null when it is gone, or has other bytes than were accepted.</summary>
    public async Task<ObjectContent?> FetchAsync(ClassificationRequest request, CancellationToken cancellationToken)
    {
        using var span = AWSenseTelemetry.StartStage("fetch");
        var content = await archive.GetAsync(ObjectKey.Input(request.Id), cancellationToken);
        if (content is null || IsAsAccepted(request, content.Memory.Span))
        {
            return content;
        }

        content.Dispose();
        return null;
    }

    public void Dispose() => Array.ForEach(room, lane => lane.Dispose());

    private static ConcurrencyLimiter NewLane() =>
        new(new() { PermitLimit = LaneBytesMax, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    private static bool IsAsAccepted(ClassificationRequest request, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return bytes.Length == request.Bytes && Convert.ToHexStringLower(hash) == request.Sha256;
    }
}
