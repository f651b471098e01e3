using AWSense.Core.Images;
using AWSense.Core.Models;

namespace AWSense.Web.Inference;

/// <summary>The tensors that every model has here: what can be sent, and what can be had.</summary>
internal static class ModelTensors
{
    /// <summary>Input: pictures as files, in any of the accepted formats.</summary>
    public const string Image = "image";

    /// <summary>Input: pictures as pixels of the model's size, rows of RGB.</summary>
    public const string Pixels = "pixels";

    /// <summary>Output: the labels of each picture, best first.</summary>
    public const string Labels = "labels";

    /// <summary>Output: how sure the model is of each label.</summary>
    public const string Confidences = "confidences";

    /// <summary>Output: the place of each label in the model's output.</summary>
    public const string Indices = "indices";

    /// <summary>Output: the id under which each picture is archived.</summary>
    public const string JobIds = "job_ids";

    public const string Bytes = "BYTES";
    public const string UInt8 = "UINT8";
    public const string Int32 = "INT32";
    public const string Float32 = "FP32";

    // The length of a dimension that a model leaves open.
    private const int Any = -1;

    /// <summary>All outputs, in the order in which they are answered when a client names none.</summary>
    public static IReadOnlyList<string> Outputs { get; } = [Labels, Confidences, Indices, JobIds];

    /// <summary>A model as the protocol describes it. A request has one of the two inputs.</summary>
    public static ModelMetadata Describe(ModelInfo model) => new(
        model.Id.Name,
        [model.Id.Version],
        "onnx_onnxv1",
        [new(Image, Bytes, [Any]), new(Pixels, UInt8, [Any, model.InputHeight, model.InputWidth, PixelTensor.Channels])],
        [new(Labels, Bytes, [Any, Any]), new(Confidences, Float32, [Any, Any]), new(Indices, Int32, [Any, Any]), new(JobIds, Bytes, [Any])]);

    /// <summary>The same as Triton's configuration has it.</summary>
    public static ModelConfiguration Configure(ModelInfo model)
    {
        var described = Describe(model);
        return new(described.Name, "onnxruntime_onnx", "onnxruntime", 0, Configure(described.Inputs), Configure(described.Outputs));
    }

    private static List<TensorConfiguration> Configure(IReadOnlyList<TensorMetadata> tensors) =>
        [.. tensors.Select(tensor => new TensorConfiguration(tensor.Name, tensor.Datatype == Bytes ? "TYPE_STRING" : $"TYPE_{tensor.Datatype}", tensor.Shape))];
}
