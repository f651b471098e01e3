using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Tests.Support;

namespace AWSense.Backends.Tests.Embedded.Archive;

public sealed class FileSyncTests
{
    [Fact]
    public void A_folder_is_brought_to_the_disk_and_one_that_is_gone_is_an_error()
    {
        using var folder = new TemporaryFolder();
        FileSync.Folder(folder.Path);

        Assert.Throws<IOException>(() => FileSync.Folder(folder.File("gone")));
    }
}
