using System.Text;
using System.Text.Json.Nodes;
using AWSense.Core;
using AWSense.Core.Models;
using AWSense.Core.Requests;

namespace AWSense.Tests.Core;

public sealed class RequestMessageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ClassificationRequest Request = new(
        RequestId.New(TimeProvider.System),
        new string('a', 64),
        123_456,
        new ModelVersion("efficientnet-lite0-int8", "1"),
        TopK: 5,
        MinConfidence: 0.25,
        ReplyTo: "embedded:1234",
        Noon,
        Noon.AddHours(1),
        TraceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        AcceptMs: 1.5);

    [Fact]
    public void A_request_survives_its_message()
    {
        Assert.Equal(Request, RequestMessage.Deserialize(RequestMessage.Serialize(Request), Request.TraceParent));
    }

    [Fact]
    public void The_message_is_a_cloud_event_that_names_the_picture_and_fits_a_kilobyte()
    {
        var longest = Request with { Model = new(new string('m', 64), new string('v', 32)), ReplyTo = new string('r', 256) };

        var message = RequestMessage.Serialize(longest);

        Assert.InRange(message.Length, 1, RequestLimits.MessageBytesMax);
        var json = JsonNode.Parse(message)!;
        Assert.Equal("1.0", (string?)json["specversion"]);
        Assert.Equal(Request.Id.ToString(), (string?)json["id"]);
        Assert.Equal("awsense.image.classify.v1", (string?)json["type"]);
        Assert.Equal($"inputs/{Request.Id}", (string?)json["data"]!["key"]);
        Assert.Null(json["traceparent"]);
    }

    [Fact]
    public void A_message_that_is_too_long_breaks_an_invariant()
    {
        Assert.Throws<InvariantException>(() => RequestMessage.Serialize(Request with { ReplyTo = new string('r', 1024) }));
    }

    [Fact]
    public void Fields_of_a_later_version_are_ignored()
    {
        var json = JsonNode.Parse(RequestMessage.Serialize(Request))!;
        json["invented"] = 1;
        json["data"]!["invented"] = "later";

        Assert.Equal(Request with { TraceParent = null }, RequestMessage.Deserialize(Encoding.UTF8.GetBytes(json.ToJsonString()), null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("photo /9j/4AAQ")] // the original's message
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"type":"another.event"}""")]
    public void What_is_no_message_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => RequestMessage.Deserialize(Encoding.UTF8.GetBytes(text), null));
    }
}
