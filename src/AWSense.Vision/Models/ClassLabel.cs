namespace AWSense.Vision.Models;

/// <summary>What a class is called.</summary>
/// <param name="Label">Short name for people, without <c>:</c> and <c>,</c>.</param>
/// <param name="Synset">WordNet id such as <c>n02123159</c>; null when there is none.</param>
public sealed record ClassLabel(string Label, string? Synset);
