namespace AWSense.Vision.Models;

/// <summary>What a model's input is made of.</summary>
public enum TensorType
{
    /// <summary><c>uint8</c>: bytes as decoded; the graph normalises them itself.</summary>
    Bytes,

    /// <summary><c>float32</c>: <c>(byte / 255 − mean) / std</c>.</summary>
    Floats,
}

/// <summary>The order of a tensor's dimensions.</summary>
public enum TensorLayout
{
    /// <summary>Batch, height, width, channels.</summary>
    Nhwc,

    /// <summary>Batch, channels, height, width.</summary>
    Nchw,
}

/// <summary>The input of a model's graph.</summary>
/// <param name="Name">The input's name in the graph.</param>
/// <param name="Layout">The order of its dimensions.</param>
/// <param name="Normalisation">Of a float32 input; null makes it uint8.</param>
public sealed record ModelInput(string Name, TensorLayout Layout, Normalisation? Normalisation)
{
    /// <summary>What the tensor is made of.</summary>
    public TensorType Type => Normalisation is null ? TensorType.Bytes : TensorType.Floats;

    /// <summary>The tensor's dimensions for one picture.</summary>
    /// <param name="size">The picture's side in pixels.</param>
    internal long[] ShapeOf(int size) => Layout is TensorLayout.Nhwc ? [1, size, size, 3] : [1, 3, size, size];
}
