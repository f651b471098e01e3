using System.Globalization;
using System.Text;
using System.Text.Json;
using AWSense.Load.Planning;

namespace AWSense.Load.Sending;

/// <summary>Reads answers of all protocols.</summary>
internal static class AnswerReader
{
    private const int LabelMax = 200;

    /// <summary>Reads the text that old clients get.</summary>
    /// <exception cref="InvalidDataException">It is no label.</exception>
    public static Answer OfText(ReadOnlySpan<byte> body, LoadProtocol protocol)
    {
        var text = Encoding.UTF8.GetString(body);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isLabel = text.Length is > 0 and <= LabelMax && !text.Contains('\n', StringComparison.Ordinal) && !text.StartsWith('<');
        return (isLabel, protocol) switch
        {
            (false, _) => throw new InvalidDataException(text.Length == 0 ? "It is empty." : $"It is no label: {text[..Math.Min(text.Length, 80)].ReplaceLineEndings(" ")}"),
            (_, LoadProtocol.MyFile) => new() { Label = text.Trim() },
            _ when colon > 0 => new() { FileName = text[..colon], Label = text[(colon + 1)..].Trim() },
            _ => throw new InvalidDataException($"It isn't name:label, but {text}"),
        };
    }

    /// <summary>Reads a classification, or a job that has ended.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidDataException">It has no label, nor the error of a job.</exception>
    public static Answer OfJson(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var id = root.Text("id");
        if (root.Text("status") is { } status and not "succeeded")
        {
            var error = root.Child("error");
            var code = error?.Text("code") ?? status;
            return new() { Id = id, Failure = new($"urn:awsense:problem:{code}", $"The job has {status}", 200, error?.Text("detail") ?? code) };
        }

        var label = root.Child("labels") is { ValueKind: JsonValueKind.Array } labels && labels.GetArrayLength() > 0 ? labels[0].Text("label") : null;
        var model = root.Child("model");
        return new()
        {
            Id = id,
            Label = label ?? throw new InvalidDataException("It has no labels."),
            Sha256 = root.Child("image")?.Text("sha256"),
            FileName = root.Text("file_name"),
            Model = model is null ? null : $"{model.Value.Text("name")} {model.Value.Text("version")}",
            Stages = [.. StagesOf(root)],
        };
    }

    /// <summary>Reads a <c>Server-Timing</c> header: <c>stage;dur=1.5, …</c>; what isn't of this form is passed over.</summary>
    public static List<(string Stage, double Milliseconds)> StagesOf(string header)
    {
        var stages = new List<(string, double)>();
        foreach (var entry in header.Split(','))
        {
            if (entry.Split(";dur=", StringSplitOptions.TrimEntries) is [var stage, var text]
                && double.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds))
            {
                stages.Add((stage, milliseconds));
            }
        }

        return stages;
    }

    private static IEnumerable<(string, double)> StagesOf(JsonElement root) =>
        root.Child("timings_ms") is not { ValueKind: JsonValueKind.Object } timings ? [] : timings
            .EnumerateObject()
            .Where(stage => stage.Value.ValueKind == JsonValueKind.Number)
            .Select(stage => (stage.Name, stage.Value.GetDouble()));
}

/// <summary>JSON that may be of any shape.</summary>
internal static class JsonShapes
{
    /// <summary>A property, or null where it is missing or this is no object.</summary>
    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;

    /// <summary>A property that is text, or null.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.String } child ? child.GetString() : null;
}
