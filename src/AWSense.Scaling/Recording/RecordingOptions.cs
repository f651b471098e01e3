namespace AWSense.Scaling.Recording;

/// <summary>The recording of what happens to requests and workers. Section <c>Recording</c>.</summary>
public sealed class RecordingOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Recording";

    /// <summary>The least of <see cref="BytesMax"/>.</summary>
    public const long BytesMin = 4096;

    /// <summary>The file; one that exists is left alone, and a number is put to the name. The default, null, records nothing.</summary>
    public string? File { get; set; }

    /// <summary>Where the recording ends, in bytes; a request takes about 200. The default is 256 MiB, more than a million requests.</summary>
    public long BytesMax { get; set; } = 256L << 20;
}
