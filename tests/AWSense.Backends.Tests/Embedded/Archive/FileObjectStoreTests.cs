using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Tests.Contracts;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Archive;

namespace AWSense.Backends.Tests.Embedded.Archive;

public sealed class FileObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_write_leaves_no_temporary_file_behind()
    {
        var store = Open(full: false);
        var key = ObjectKey.Result(Some.Id());
        await store.PutAsync(key, new byte[3], Durability.PowerLoss, Token);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.TryCreateAsync(key, new byte[3], Durability.Process, Token))));

        Assert.Equal(key.Id.ToString(), Assert.Single(Files()).Name);
    }

    [Fact]
    public async Task A_full_store_leaves_no_file_at_all()
    {
        var store = Open(full: true);
        await Assert.ThrowsAsync<StorageFullException>(
            async () => await store.PutAsync(ObjectKey.Input(Some.Id()), new byte[3], Durability.PowerLoss, Token));

        Assert.Empty(Files());
    }

    [Fact]
    public async Task What_cut_off_writes_left_is_no_object_and_is_swept_when_old()
    {
        var store = (FileObjectStore)Open(full: false);
        var key = ObjectKey.Input(Some.Id());
        await store.PutAsync(key, new byte[3], Durability.Process, Token);
        var (old, young) = (Leave(key, "1"), Leave(key, "2"));
        old.LastWriteTimeUtc = Some.Noon.UtcDateTime.AddMinutes(-6);
        young.LastWriteTimeUtc = Some.Noon.UtcDateTime;

        var listed = await store.ListAsync(ObjectKind.Input, Token).CountAsync(Token);
        var swept = store.SweepTemporary(Some.Noon.AddMinutes(-5));

        Assert.Equal((1, 1), (listed, swept));
        Assert.Equal(new[] { young.Name, key.Id.ToString() }.Order(), Files().Select(file => file.Name).Order());
    }

    [Fact]
    public async Task Two_stores_on_one_folder_see_the_same_objects()
    {
        var (web, worker) = (Open(full: false), Open(full: false));
        var key = ObjectKey.Result(Some.Id());

        Assert.True(await web.TryCreateAsync(key, new byte[3], Durability.Process, Token));
        Assert.False(await worker.TryCreateAsync(key, new byte[4], Durability.Process, Token));

        using var content = await worker.GetAsync(key, Token);
        Assert.Equal(3, content!.Memory.Length);
    }

    protected override IObjectStore Open(bool full) =>
        new FileObjectStore(folder.File("archive"), new() { FreeBytesMin = full ? long.MaxValue : 0 }, TimeProvider.System);

    private IEnumerable<FileInfo> Files() =>
        new DirectoryInfo(folder.File("archive")).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });

    private FileInfo Leave(ObjectKey key, string number)
    {
        var beside = Files().Single(file => file.Name == key.Id.ToString()).DirectoryName!;
        var file = new FileInfo(Path.Combine(beside, $".{key.Id}.1.{number}.tmp"));
        file.Create().Dispose();
        return file;
    }
}
