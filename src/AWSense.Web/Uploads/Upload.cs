using System.Security.Cryptography;
using AWSense.Core.Images;
using AWSense.Web.Problems;

namespace AWSense.Web.Uploads;

/// <summary>A picture as it was uploaded, checked for its format. Dispose of it to give its memory back.</summary>
internal sealed class Upload : IDisposable
{
    private readonly UploadBuffer buffer;

    private Upload(UploadBuffer buffer, ImageFormat format, string? field, string? fileName)
    {
        this.buffer = buffer;
        Format = format;
        Field = field;
        FileName = fileName;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(buffer.Memory.Span));
    }

    /// <summary>The file.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.Memory;

    /// <summary>Its format by its first bytes.</summary>
    public ImageFormat Format { get; }

    /// <summary>The form field it came in; null when it came in no form.</summary>
    public string? Field { get; }

    /// <summary>The client's name for it, for display only; null when there is none.</summary>
    public string? FileName { get; }

    /// <summary>Hash of the file, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Takes a file that was read; the upload owns the buffer from now on.</summary>
    /// <exception cref="ProblemException">It is none of the accepted formats. The buffer is given back then.</exception>
    public static Upload Of(UploadBuffer buffer, string? field, string? fileName)
    {
        var head = buffer.Memory.Span[..Math.Min(buffer.Memory.Length, ImageFormats.HeaderBytes)];
        if (ImageFormats.Detect(head) is { } format)
        {
            return new(buffer, format, field, fileName);
        }

        var reason = head.IsEmpty ? "The file is empty." : "By its content, the file is none of the accepted formats.";
        buffer.Dispose();
        throw new ProblemException(ProblemKinds.UnsupportedMediaType, $"{reason} Accepted are {ImageFormats.Accepted}.");
    }

    /// <summary>Takes pixels that a client sent as a tensor; the upload owns the buffer from now on.</summary>
    /// <param name="buffer">Holds what <see cref="PixelTensor"/> says.</param>
    public static Upload OfPixels(UploadBuffer buffer) => new(buffer, ImageFormat.Ppm, field: null, fileName: null);

    public void Dispose() => buffer.Dispose();
}
