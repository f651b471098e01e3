using System.Text.Json;
using AWSense.Core.Requests;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Tests.Core;

public sealed class RequestIdTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_carries_the_time_of_its_making()
    {
        Assert.Equal(Noon, RequestId.New(new FakeTimeProvider(Noon)).CreatedAt);
    }

    [Fact]
    public void Ids_survive_text_bytes_and_json()
    {
        Gen.Int[0, 1_000_000_000].Sample(seconds =>
        {
            var id = RequestId.New(new FakeTimeProvider(Noon.AddSeconds(seconds)));

            return RequestId.TryParse(id.ToString(), out var parsed) && parsed == id
                && RequestId.FromBytes(id.ToBytes()) == id
                && JsonSerializer.Deserialize<RequestId>(JsonSerializer.Serialize(id)) == id;
        });
    }

    [Fact]
    public void Later_ids_have_greater_bytes()
    {
        var clock = new FakeTimeProvider(Noon);
        var earlier = RequestId.New(clock);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(earlier.ToBytes().AsSpan().SequenceCompareTo(RequestId.New(clock).ToBytes()) < 0);
    }

    [Fact]
    public void Entries_of_a_batch_have_its_digits_and_their_number()
    {
        Assert.True(RequestId.TryParse("019dc5c1-2f00-7abc-8123-456789000000", out var batch));

        Assert.True(batch.IsBatch);
        Assert.Equal("019dc5c1-2f00-7abc-8123-456789002710", batch.Entry(10_000).ToString());
        Assert.Equal(10_000, batch.Entry(10_000).EntryNumber);
        Assert.Equal(batch, batch.Entry(10_000).Entry(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Entry(RequestId.EntriesMax + 1));
        Assert.True(RequestId.NewBatch(TimeProvider.System).IsBatch);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("photo.jpg")]
    [InlineData("f47ac10b-58cc-4372-a567-0e02b2c3d479")] // version 4
    [InlineData("{019dc5c1-2f00-7000-8000-000000000000}")] // braces
    [InlineData("ffffffff-ffff-7fff-bfff-ffffffffffff")] // the year 10889
    public void What_is_no_id_is_refused(string? text)
    {
        Assert.False(RequestId.TryParse(text, out _));
    }

    [Fact]
    public void Bytes_that_are_no_id_are_refused()
    {
        Assert.Throws<FormatException>(() => RequestId.FromBytes(new byte[16]));
        Assert.Throws<FormatException>(() => RequestId.FromBytes(new byte[3]));
    }
}
