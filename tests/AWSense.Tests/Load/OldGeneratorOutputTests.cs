using AWSense.Load.Output;
using AWSense.Load.Planning;
using AWSense.Load.Sending;

namespace AWSense.Tests.Load;

/// <summary>The lines that scripts of the old generators read.</summary>
public sealed class OldGeneratorOutputTests
{
    private static readonly LoadPicture Picture = new("test_0.JPEG", [1], Sha256: "00", ExpectedLabel: null);

    [Theory]
    [InlineData(null, "test_0.JPEG uploaded!\nClassification result: daisy\n")]
    [InlineData("test_0", "test_0.JPEG uploaded!\nClassification result: test_0:daisy\n")]
    public void A_label_is_told_as_the_server_wrote_it(string? stem, string expected) =>
        Assert.Equal(expected, Told(new() { Label = "daisy", FileName = stem }));

    [Fact]
    public void A_failure_is_told_with_the_address_alone() =>
        Assert.Equal("sendErr: http://10.0.0.1:8000/\n", Told(new() { Failure = new(FailureTypes.Timeout, "There was no answer in time", null, "None came.") }));

    private static string Told(Answer answer)
    {
        using var output = new StringWriter { NewLine = "\n" };
        new OldGeneratorOutput(new("http://10.0.0.1:8000/"), output).Report(new(Picture, answer));
        return output.ToString();
    }
}
