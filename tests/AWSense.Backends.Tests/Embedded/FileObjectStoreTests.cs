using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Tests.Contracts;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Archive;

namespace AWSense.Backends.Tests.Embedded;

/// <summary>The archive on the file system keeps its contract, and takes no picture that the disk has no room for.</summary>
public sealed class FileObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override IObjectStore Store => Open(freeBytesMin: 0);

    [Fact]
    public async Task On_a_full_disk_pictures_are_refused_and_results_are_written()
    {
        var full = Open(freeBytesMin: long.MaxValue);
        var id = Samples.NewId();

        await Assert.ThrowsAsync<StorageFullException>(() => full.PutAsync(ObjectKey.Input(id), new byte[1], Durability.Process, Token));
        await Assert.ThrowsAsync<StorageFullException>(() => full.ProbeAsync(Token));
        Assert.True(await full.TryCreateAsync(ObjectKey.Result(id), new byte[1], Durability.Process, Token));
    }

    public void Dispose() => folder.Dispose();

    private FileObjectStore Open(long freeBytesMin) =>
        new(folder.Path, new RetentionOptions { FreeBytesMin = freeBytesMin }, TimeProvider.System);
}
