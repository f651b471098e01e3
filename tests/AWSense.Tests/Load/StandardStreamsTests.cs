using AWSense.Load.Output;

namespace AWSense.Tests.Load;

/// <summary>Whether progress would be seen between the answers.</summary>
public sealed class StandardStreamsTests
{
    [Theory]
    [InlineData("/dev/pts/0", "/dev/pts/0", false, false)] // one terminal
    [InlineData("/home/me/out.txt", "/dev/pts/0", true, true)] // > out.txt
    [InlineData("/dev/pts/0", "/dev/null", true, true)] // 2> /dev/null
    [InlineData("/home/me/out.txt", "/home/me/out.txt", true, false)] // > out.txt 2>&1
    [InlineData("pipe:[17]", "pipe:[17]", true, false)] // 2>&1 | grep
    [InlineData(null, null, false, false)] // no /proc, one terminal
    [InlineData(null, null, true, true)] // no /proc, one is redirected
    public void Two_streams_are_apart_when_they_lead_to_different_places(string? output, string? error, bool redirected, bool expected) =>
        Assert.Equal(expected, StandardStreams.LeadApart(output, error, redirected));
}
