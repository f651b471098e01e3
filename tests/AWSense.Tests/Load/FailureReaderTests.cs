using System.Net.Sockets;
using System.Text.Json;
using AWSense.Load.Planning;
using AWSense.Load.Recording;
using AWSense.Load.Sending;

namespace AWSense.Tests.Load;

/// <summary>How failures are told apart, and which of them leave an upload without an answer.</summary>
public sealed class FailureReaderTests
{
    public static TheoryData<Exception, string, bool> Exceptions => new()
    {
        { new InvalidDataException("It is empty."), FailureTypes.Malformed, false },
        { new JsonException("no JSON"), FailureTypes.Malformed, false },
        { new HttpRequestException(HttpRequestError.InvalidResponse), FailureTypes.Malformed, false },
        { new HttpRequestException(HttpRequestError.ResponseEnded), FailureTypes.Closed, true },
        { new HttpRequestException(HttpRequestError.ConnectionError), FailureTypes.NotConnected, true },
        { new HttpRequestException("reset", new SocketException((int)SocketError.ConnectionReset)), FailureTypes.Reset, true },
        { new IOException("cut"), FailureTypes.Closed, true },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void A_failure_has_the_type_of_its_cause_and_only_a_missing_answer_is_silence(Exception exception, string type, bool silent)
    {
        var failure = FailureReader.OfException(exception);

        Assert.Equal((type, silent), (failure.Type, failure.IsSilent));
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_malformed()
    {
        using var response = new HttpResponseMessage { Content = new StreamContent(new MemoryStream(new byte[(1 << 20) + 1])) };

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => WireRequest.ReadAsync(response, TestContext.Current.CancellationToken));

        Assert.Equal(FailureTypes.Malformed, FailureReader.OfException(exception).Type);
    }

    [Fact]
    public void A_malformed_answer_is_one_for_the_check_of_unanswered_uploads()
    {
        var checks = new AnswerChecks(LoadProtocol.MyFile);
        var picture = new LoadPicture("cat.jpg", [1], Sha256: "00", ExpectedLabel: null);

        checks.Add(picture, new() { Failure = FailureReader.OfException(new InvalidDataException("It is empty.")) }, 1);
        checks.Add(picture, new() { Failure = FailureReader.OfException(new IOException("cut")) }, 2);

        Assert.Equal(1, checks.Summarize().Single(check => check.Name == "answered").Violations);
    }
}
