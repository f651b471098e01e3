using AWSense.Core.Archive;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>Watches the archive's disk; a look is good for a second.</summary>
/// <param name="fullWhile">While a file of this name exists, a test has the disk be full; null for never.</param>
internal sealed class FreeSpace(string folder, long freeBytesMin, TimeProvider time, string? fullWhile)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private long lookedAt;
    private long freeBytes;

    private bool IsOrderedFull => fullWhile is not null && File.Exists(fullWhile);

    /// <summary>Fails as the system does on a full disk, where a test has ordered that.</summary>
    /// <exception cref="IOException">It was ordered.</exception>
    public void FailWhenOrdered()
    {
        if (IsOrderedFull)
        {
            throw new IOException("No space left on device, as a test has ordered.");
        }
    }

    /// <summary>Bytes that are free now; null when the disk can't be asked.</summary>
    public long? Find()
    {
        try
        {
            return Ask();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="StorageFullException">There is too little.</exception>
    public void Check()
    {
        if (IsOrderedFull)
        {
            throw new StorageFullException("The archive's disk is full, as a test has ordered.");
        }

        if (lookedAt == 0 || time.GetElapsedTime(lookedAt) > Freshness)
        {
            freeBytes = Ask();
            lookedAt = time.GetTimestamp();
        }

        if (freeBytes < freeBytesMin)
        {
            throw new StorageFullException($"The archive's disk has {freeBytes >> 20} MiB left; at least {freeBytesMin >> 20} MiB are kept free.");
        }
    }

    private long Ask() => new DriveInfo(folder).AvailableFreeSpace;
}
