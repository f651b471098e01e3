using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AWSense.Core.Requests;

/// <summary>The one name of a request, from HTTP to the archive's keys and both queues: a UUID of version 7 (RFC 9562).</summary>
/// <remarks>Its first 48 bits are the time of making, so ids and the keys made from them sort by age.</remarks>
[JsonConverter(typeof(RequestIdJsonConverter))]
public readonly record struct RequestId
{
    private const int EntryBits = 24;

    private RequestId(Guid value) => Value = value;

    /// <summary>The UUID itself.</summary>
    public Guid Value { get; }

    /// <summary>The time in the id, to the millisecond.</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds(UnixMilliseconds(Value));

    /// <summary>Makes a new id that carries the present time.</summary>
    public static RequestId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>An id that is not after any made at that time or later; for comparing, never for naming a request.</summary>
    public static RequestId LowerBound(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)time.ToUnixTimeMilliseconds() << 16) | 0x7000);
        return new(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Makes a batch's id: a new one whose last six digits are zero, the place of its entries' numbers.</summary>
    public static RequestId NewBatch(TimeProvider time) => New(time).Entry(0);

    /// <summary>How many entries a batch can name.</summary>
    public const int EntriesMax = (1 << EntryBits) - 1;

    /// <summary>Whether this can be a batch's id.</summary>
    public bool IsBatch => EntryNumber == 0;

    /// <summary>The number of an entry in its batch, from 1; 0 for the batch itself. Means something for the ids of batches alone.</summary>
    public int EntryNumber
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return BinaryPrimitives.ReadInt32BigEndian(bytes[12..]) & EntriesMax;
        }
    }

    /// <summary>The id of an entry of this batch: the batch's own with the entry's number in its last six hexadecimal digits.</summary>
    /// <remarks>So the entries of a batch follow each other in the order of ids, and an upload that is sent again finds what it sent before.</remarks>
    /// <param name="number">From 1 to <see cref="EntriesMax"/>; 0 gives the batch.</param>
    public RequestId Entry(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, EntriesMax);
        Span<byte> bytes = stackalloc byte[16];
        Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var tail = bytes[12..];
        BinaryPrimitives.WriteInt32BigEndian(tail, (BinaryPrimitives.ReadInt32BigEndian(tail) & ~EntriesMax) | number);
        return new(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Reads an id in the usual form of 36 characters.</summary>
    /// <returns>False when it is no UUID of version 7, or carries a time after the year 9999.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RequestId id)
    {
        var valid = Guid.TryParseExact(text, "D", out var value) && IsVersion7(value);
        id = valid ? new(value) : default;
        return valid;
    }

    /// <summary>Reads an id from its 16 bytes, most significant first.</summary>
    /// <exception cref="FormatException">They are no UUID of version 7.</exception>
    public static RequestId FromBytes(ReadOnlySpan<byte> bytes)
    {
        var value = bytes.Length == 16 ? new Guid(bytes, bigEndian: true) : default;
        return IsVersion7(value) ? new(value) : throw new FormatException("A request id is the 16 bytes of a UUID of version 7.");
    }

    /// <summary>The 16 bytes of the id, most significant first, so that byte order is time order.</summary>
    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    public override string ToString() => Value.ToString("D", CultureInfo.InvariantCulture);

    private static bool IsVersion7(Guid value) =>
        value.Version == 7 && UnixMilliseconds(value) <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private static long UnixMilliseconds(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
    }
}

/// <summary>A <see cref="RequestId"/> as the usual 36 characters.</summary>
public sealed class RequestIdJsonConverter : JsonConverter<RequestId>
{
    public override RequestId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RequestId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A request id is a UUID of version 7.");

    public override void Write(Utf8JsonWriter writer, RequestId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
