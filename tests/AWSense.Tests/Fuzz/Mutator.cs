namespace AWSense.Tests.Fuzz;

/// <summary>Makes inputs out of good ones: cuts, copies, splices, and changes single bytes and numbers. The same seed makes the same.</summary>
internal sealed class Mutator(int seed)
{
    private const int LengthMax = 1 << 20;

    private static readonly int[] OddNumbers = [0, 1, -1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, int.MaxValue, int.MinValue, 1 << 16, 1 << 24];

    private readonly Random random = new(seed);

    /// <summary>One of several.</summary>
    public T Choose<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    /// <summary>A changed copy.</summary>
    public byte[] Mutate(byte[] input, IReadOnlyList<byte[]> others)
    {
        var bytes = input.ToList();
        for (var changes = 1 + random.Next(6); changes > 0; changes--)
        {
            Change(bytes, others);
        }

        return [.. bytes.Take(LengthMax)];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> others)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, 1 + random.Next(random.Next(4) == 0 ? 4096 : 16));
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                WriteNumber(bytes, at);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                bytes.InsertRange(at, Enumerable.Range(0, 1 + random.Next(8)).Select(_ => (byte)random.Next(256)).ToList());
                break;
            case 6:
                var other = Choose(others);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.AsSpan(random.Next(other.Length + 1)));
                break;
            case 7 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    // Sizes and offsets are where readers of files trip.
    private void WriteNumber(List<byte> bytes, int at)
    {
        var number = BitConverter.GetBytes(Choose(OddNumbers));
        if (random.Next(2) == 0)
        {
            Array.Reverse(number);
        }

        for (var index = 0; index < 1 << random.Next(3) && at + index < bytes.Count; index++)
        {
            bytes[at + index] = number[index];
        }
    }
}
