using AWSense.Backends.Embedded.Data;
using AWSense.Backends.Tests.Support;

namespace AWSense.Backends.Tests.Embedded.Data;

public sealed class RunFolderTests : IDisposable
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryFolder folder = new();
    private readonly DataFolder data;

    public RunFolderTests() => data = DataFolder.Open(folder.Path);

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Its_socket_has_a_short_path_in_a_folder_for_this_user_alone()
    {
        using var run = RunFolder.Create(data);

        Assert.InRange(run.Socket.Length, 1, 107);
        Assert.Equal(Mine, File.GetUnixFileMode(Path.GetDirectoryName(run.Socket)!));
    }

    [Fact]
    public void It_is_gone_after_use()
    {
        var run = RunFolder.Create(data);
        File.WriteAllText(run.Socket, "");

        run.Dispose();

        Assert.False(Directory.Exists(Path.GetDirectoryName(run.Socket)));
        Assert.False(File.Exists(folder.File("run")));
    }

    [Fact]
    public void What_a_killed_service_left_is_removed()
    {
        var left = RunFolder.Create(data); // never disposed of, as if killed
        File.WriteAllText(left.Socket, "");

        using var run = RunFolder.Create(data);

        Assert.NotEqual(left.Socket, run.Socket);
        Assert.False(Directory.Exists(Path.GetDirectoryName(left.Socket)));
    }

    [Fact]
    public void A_path_that_is_too_long_is_refused_and_leaves_nothing()
    {
        const string Variable = "XDG_RUNTIME_DIR";
        var before = Environment.GetEnvironmentVariable(Variable);
        var deep = Directory.CreateDirectory(folder.File(new string('d', 100))).FullName;
        Environment.SetEnvironmentVariable(Variable, deep);
        try
        {
            Assert.Contains("too long", Assert.Throws<DataFolderException>(() => RunFolder.Create(data)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(deep));
    }

    [Theory]
    [InlineData("precious", "broker.sock")] // not our name
    [InlineData("awsense-precious", "letter.txt")] // not our file
    public void A_record_that_names_a_strange_folder_removes_nothing(string name, string file)
    {
        var strange = Directory.CreateDirectory(folder.File(name)).FullName;
        File.WriteAllText(Path.Combine(strange, file), "precious");
        File.WriteAllText(folder.File("run"), strange);

        using var run = RunFolder.Create(data);

        Assert.True(File.Exists(Path.Combine(strange, file)));
    }
}
