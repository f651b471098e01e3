using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Tests.Support;

namespace AWSense.Backends.Tests.Embedded.Archive;

public sealed class PosixFilesTests
{
    [Fact]
    public void A_folder_is_brought_to_the_disk_and_one_that_is_gone_is_an_error()
    {
        using var folder = new TemporaryFolder();
        PosixFiles.SyncFolder(folder.Path);

        Assert.Throws<IOException>(() => PosixFiles.SyncFolder(folder.File("gone")));
    }
}
