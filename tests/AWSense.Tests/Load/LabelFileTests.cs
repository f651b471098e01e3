using AWSense.Load.Planning;

namespace AWSense.Tests.Load;

/// <summary>Files with right labels.</summary>
public sealed class LabelFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("Image,Results\ntest_0,Paul\ntest_1.jpg,Anna\n")] // the old generator's
    [InlineData("\uFEFFfile,label\r\n\"test_0.jpg\",\"Paul\"\r\n\r\ntest_1.jpg, Anna \r\n")]
    [InlineData("test_0,Paul\ntest_1,Anna\ntest_1,Anna")]
    public void Labels_are_found_by_the_files_name_or_its_stem(string text)
    {
        var labels = Read(text);

        Assert.Equal(("Paul", "Anna", null), (labels.Find("test_0.jpg"), labels.Find("test_1.jpg"), labels.Find("test_2.jpg")));
    }

    [Theory]
    [InlineData("Image,Results\ntest_0\n", "line 2")]
    [InlineData("a,b\n,c\n", "line 2")]
    [InlineData("a,b\nc,\n", "line 2")]
    [InlineData("a,b\na,c\n", "line 2: a has two labels, b and c")]
    public void A_bad_line_is_told(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    private LabelFile Read(string text)
    {
        File.WriteAllText(path, text);
        return LabelFile.Read(path);
    }
}
