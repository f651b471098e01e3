using System.Text;
using AWSense.Load.Sending;

namespace AWSense.Tests.Load;

/// <summary>Where an answer ends, and what is beyond it.</summary>
public sealed class ResponseFramingTests
{
    private const string Length = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: 1\r\n\r\n";
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n";
    private const string NoContent = "HTTP/1.1 204 No Content\r\n\r\n";
    private const string ChunksOfHeads = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n13\r\nHTTP/1.1 200 OK\r\n\r\n\r\n0\r\n\r\n";

    [Theory]
    [InlineData(Length)]
    [InlineData(Chunks)]
    [InlineData(Continue)]
    [InlineData(NoContent)]
    [InlineData(ChunksOfHeads)]
    public void Whatever_the_pieces_only_what_is_beyond_the_answer_is_surplus(string answer)
    {
        var bytes = Encoding.ASCII.GetBytes(answer + "HTTP/1.1 200");
        for (var first = 0; first <= answer.Length; first++)
        {
            var framing = new ResponseFraming();
            framing.ExpectAnswer();

            Assert.Equal(0, framing.Take(bytes.AsSpan(0, first)));
            Assert.Equal("HTTP/1.1 200".Length, framing.Take(bytes.AsSpan(first)));
        }
    }

    [Theory]
    [InlineData(Length)]
    [InlineData(Chunks)]
    [InlineData(NoContent)]
    public void Each_request_has_its_answer(string answer)
    {
        var framing = new ResponseFraming();
        for (var request = 0; request < 3; request++)
        {
            framing.ExpectAnswer();
            framing.ExpectAnswer(); // its body

            Assert.Equal(0, framing.Take(Encoding.ASCII.GetBytes(answer)));
        }

        Assert.Equal(1, framing.Take("H"u8));
        Assert.Equal(0, framing.Take("TTP"u8)); // told once
    }

    [Fact]
    public void An_answer_until_the_end_of_the_connection_has_nothing_beyond_it()
    {
        var framing = new ResponseFraming();
        framing.ExpectAnswer();

        Assert.Equal(0, framing.Take("HTTP/1.0 200 OK\r\n\r\nwhatever HTTP/1.1 200 OK\r\n\r\n"u8));
        Assert.Equal(0, framing.Take("more"u8));
    }

    [Fact]
    public void Bytes_before_any_request_are_surplus() => Assert.Equal(3, new ResponseFraming().Take("abc"u8));
}
