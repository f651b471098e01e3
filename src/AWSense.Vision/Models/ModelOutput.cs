namespace AWSense.Vision.Models;

/// <summary>What makes confidences of a model's output.</summary>
public enum Activation
{
    /// <summary>The output is confidences already.</summary>
    None,

    /// <summary>The output is logits of classes that exclude each other.</summary>
    Softmax,

    /// <summary>The output is logits of classes that may hold together.</summary>
    Sigmoid,
}

/// <summary>The output of a model's graph.</summary>
/// <param name="Name">The output's name in the graph.</param>
/// <param name="Activation">What makes confidences of it.</param>
public sealed record ModelOutput(string Name, Activation Activation);
