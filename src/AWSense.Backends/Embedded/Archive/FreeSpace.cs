using AWSense.Core.Archive;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>Watches the archive's disk; a look is good for a second.</summary>
internal sealed class FreeSpace(string folder, long freeBytesMin, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private long lookedAt;
    private long freeBytes;

    /// <exception cref="StorageFullException">There is too little.</exception>
    public void Check()
    {
        if (lookedAt == 0 || time.GetElapsedTime(lookedAt) > Freshness)
        {
            freeBytes = new DriveInfo(folder).AvailableFreeSpace;
            lookedAt = time.GetTimestamp();
        }

        if (freeBytes < freeBytesMin)
        {
            throw new StorageFullException($"The archive's disk has {freeBytes >> 20} MiB left; at least {freeBytesMin >> 20} MiB are kept free.");
        }
    }
}
