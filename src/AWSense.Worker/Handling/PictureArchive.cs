using System.Security.Cryptography;
using AWSense.Core.Archive;
using AWSense.Core.Requests;
using AWSense.Core.Telemetry;

namespace AWSense.Worker.Handling;

/// <summary>Fetches pictures, and makes sure that each is the one that was accepted.</summary>
internal sealed class PictureArchive(IObjectStore archive)
{
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

    private static bool IsAsAccepted(ClassificationRequest request, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return bytes.Length == request.Bytes && Convert.ToHexStringLower(hash) == request.Sha256;
    }
}
