using System.ComponentModel.DataAnnotations;

namespace AWSense.Web.Inference;

/// <summary>The Open Inference Protocol. Section <c>Inference</c>.</summary>
public sealed class InferenceOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Inference";

    /// <summary>The most pictures of one call, which is answered once all of them are. The default is 64.</summary>
    [Range(1, 1000)]
    public int PicturesMax { get; set; } = 64;

    /// <summary>The most bytes of a call, tensors included. The default is 32 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int BodyBytesMax { get; set; } = 32 * 1024 * 1024;
}
