using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Tests.Contracts;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Archive;

namespace AWSense.Backends.Tests.Embedded;

/// <summary>Named objects on the file system keep their contract, and go when they are old.</summary>
public sealed class NamedFilesTests : NamedObjectsContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override INamedObjects Named => new NamedFiles(folder.Path);

    [Fact]
    public async Task What_is_old_is_swept_with_what_cut_off_writes_have_left()
    {
        var named = new NamedFiles(folder.Path);
        await named.PutAsync(NamedKind.Input, "a.jpg", new byte[] { 1 }, Token);
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "by-name", "inputs", ".cut.tmp"), [1], Token);

        Assert.Equal(0, named.Sweep(TimeProvider.System.GetUtcNow().AddDays(-1)));
        Assert.Equal(2, named.Sweep(TimeProvider.System.GetUtcNow().AddDays(1)));
        Assert.Null(await named.GetAsync(NamedKind.Input, "a.jpg", Token));
    }

    public void Dispose() => folder.Dispose();
}
