namespace AWSense.Vision.Models;

/// <summary>What a class of a model is called.</summary>
/// <param name="Label">Short English name, without <c>:</c> and <c>,</c>.</param>
/// <param name="Synset">WordNet id; null for models without.</param>
public sealed record ClassLabel(string Label, string? Synset);
