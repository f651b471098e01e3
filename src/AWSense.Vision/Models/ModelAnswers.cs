namespace AWSense.Vision.Models;

/// <summary>What a person says of a model that is to be added, since its graph doesn't. Null is not said.</summary>
public sealed record ModelAnswers
{
    /// <summary>The model's name: 1 to 64 of <c>a-z 0-9 . _ -</c>. It must be said.</summary>
    public string? Name { get; init; }

    /// <summary>The model's version: 1 to 32 of the same characters. The default is 1.</summary>
    public string Version { get; init; } = "1";

    /// <summary>One line for people. The default is the name.</summary>
    public string? Description { get; init; }

    /// <summary>SPDX identifier of the weights' licence. The default is <c>unknown</c>.</summary>
    public string? Licence { get; init; }

    /// <summary>Path of the names of the classes: JSON as <c>imagenet-1k.json</c>, or a line each. It must be said.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>Share of a picture's shorter side that is kept in training's evaluation, such as 0.875. It must be said.</summary>
    public double? Fraction { get; init; }

    /// <summary>What the output is. It must be said.</summary>
    public Activation? Activation { get; init; }

    /// <summary>Of red, green and blue; must be said for a model of floats.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>Of red, green and blue; must be said for a model of floats.</summary>
    public IReadOnlyList<float>? Std { get; init; }

    /// <summary>What transparent pixels are laid on. The default is white.</summary>
    public Rgb Background { get; init; } = Rgb.White;

    /// <summary>Side of the input in pixels; must be said where the graph leaves it free.</summary>
    public int? Size { get; init; }

    /// <summary>Order of the dimensions; must be said where the graph leaves it open.</summary>
    public TensorLayout? Layout { get; init; }
}
