using System.Buffers.Binary;
using System.Security.Cryptography;
using AWSense.Core.Results;
using AWSense.Demo;
using AWSense.Load.Planning;

namespace AWSense.Proving;

/// <summary>The samples, and as many different ones of them as a run needs: other bytes and the same pixels, so that the label is known.</summary>
/// <remarks>All have one file name, since answers that go by names are a fault to be found.</remarks>
internal sealed class ChaosPictures(int seed)
{
    private const string Name = "photo.jpg";
    private const int PoisonFrom = int.MaxValue - 10;

    private readonly IReadOnlyList<SamplePicture> samples = SamplePictures.Load();

    /// <summary>How many samples there are.</summary>
    public int Kinds => samples.Count;

    /// <summary>The label of each sample, once it is known.</summary>
    public string?[] Labels { get; } = new string?[SamplePictures.Load().Count];

    /// <summary>The poison of this run.</summary>
    public IReadOnlyList<PoisonPicture> Poison =>
    [
        new(Make(PoisonFrom, null), "Kill", ErrorCodes.WorkerCrashed),
        new(Make(PoisonFrom + 1, null), "Hang", ErrorCodes.WorkerHung),
        new(Make(PoisonFrom + 2, null), "Fail", ErrorCodes.InferenceFailed),
    ];

    /// <summary>A picture by its number; no two numbers have the same.</summary>
    public LoadPicture Take(int number) => Make(number, Labels[number % samples.Count]);

    // Behind the start of image, a comment segment with seed and number.
    private LoadPicture Make(int number, string? label)
    {
        var original = samples[number % samples.Count].Bytes;
        var changed = new byte[original.Length + 12];
        original.AsSpan(0, 2).CopyTo(changed);
        ReadOnlySpan<byte> comment = [0xFF, 0xFE, 0x00, 0x0A];
        comment.CopyTo(changed.AsSpan(2));
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(6), seed);
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(10), number);
        original.AsSpan(2).CopyTo(changed.AsSpan(14));
        return new(Name, changed, Convert.ToHexStringLower(SHA256.HashData(changed)), label);
    }
}
