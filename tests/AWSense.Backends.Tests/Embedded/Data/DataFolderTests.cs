using AWSense.Backends.Embedded.Data;
using AWSense.Backends.Tests.Support;

namespace AWSense.Backends.Tests.Embedded.Data;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_service_has_it_at_a_time()
    {
        using (var first = DataFolder.Open(folder.Path))
        {
            var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(folder.Path));
            Assert.Contains("in use", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(folder.Path, refusal.Message, StringComparison.Ordinal);
        }

        DataFolder.Open(folder.Path).Dispose();
    }

    [Fact]
    public void It_is_made_when_it_is_not_there()
    {
        using var data = DataFolder.Open(folder.File("deep/data"));

        Assert.True(Directory.Exists(data.Path));
        Assert.All([data.Database, data.Archive, data.Keys], path => Assert.StartsWith(data.Path, path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_newer_format_is_refused_and_left_as_it_is()
    {
        const string Newer = """{"version":2}""";
        File.WriteAllText(folder.File("format.json"), Newer);

        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(folder.Path));

        Assert.Contains("newer", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Newer, File.ReadAllText(folder.File("format.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"version":"one"}""")]
    [InlineData("""{"version":1.5}""")]
    public void A_damaged_format_is_refused_and_frees_the_folder(string damaged)
    {
        File.WriteAllText(folder.File("format.json"), damaged);
        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(folder.Path));
        Assert.Contains("format.json", refusal.Message, StringComparison.Ordinal);

        File.WriteAllText(folder.File("format.json"), """{"version":1}""");
        DataFolder.Open(folder.Path).Dispose();
    }
}
