using System.Text.Json;

namespace AWSense.Scaling.Tests;

/// <summary>The documented examples of CloudWatch, EC2 Auto Scaling, Kubernetes and KEDA, by their place in the file.</summary>
public static class GoldenFile
{
    public static JsonElement Root { get; } =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden.json"))).RootElement;

    /// <summary>The cases at a place, each as JSON.</summary>
    public static TheoryData<string> Cases(string place) => new(At(place).EnumerateArray().Select(one => one.GetRawText()));

    public static JsonElement At(string place) => place.Split('.').Aggregate(Root, (element, name) => element.GetProperty(name));

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static int Whole(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    /// <summary>A number that may be null, or absent.</summary>
    public static int? WholeOrNull(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetInt32() : null;
}
