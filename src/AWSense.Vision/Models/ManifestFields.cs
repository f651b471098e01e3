using System.Text.Json;

namespace AWSense.Vision.Models;

/// <summary>Takes typed values out of a manifest and notes every one that is missing or wrong, so that all are told at once.</summary>
internal sealed class ManifestFields(JsonElement root, List<string> problems)
{
    /// <summary>A text that must be there.</summary>
    /// <param name="path">Names of fields, divided by dots, such as <c>input.name</c>.</param>
    /// <returns>The text; empty when a problem was noted.</returns>
    internal string Text(string path)
    {
        if (Find(path) is not { } element)
        {
            problems.Add($"`{path}` is missing.");
            return "";
        }

        if (element.ValueKind is JsonValueKind.String && element.GetString() is { } text && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        problems.Add($"`{path}` must be a text that isn't empty.");
        return "";
    }

    /// <summary>A text that may be missing.</summary>
    internal string OptionalText(string path, string fallback) => Find(path) is null ? fallback : Text(path);

    /// <summary>A text that must be one of a few.</summary>
    internal string OneOf(string path, params ReadOnlySpan<string> known)
    {
        var text = Text(path);
        if (text.Length > 0 && !known.Contains(text))
        {
            problems.Add($"`{path}` is \"{text}\"; known is {string.Join(", ", known.ToArray().Select(value => $"\"{value}\""))}.");
        }

        return text;
    }

    /// <summary>A text of <c>a-z 0-9 . _ -</c> that begins with a letter or digit.</summary>
    internal string Identifier(string path, int lengthMax)
    {
        var text = Text(path);
        if (text.Length > 0 && !ModelIdentifier.IsValid(text, lengthMax))
        {
            problems.Add($"`{path}` must be 1 to {lengthMax} of a-z, 0-9, dot, underscore and dash, and begin with a letter or digit.");
        }

        return text;
    }

    /// <summary>A whole number within bounds; 0 when a problem was noted.</summary>
    internal int Whole(string path, int min, int max)
    {
        if (Find(path) is { } element && element.TryGetInt32Strict(out var value) && value >= min && value <= max)
        {
            return value;
        }

        problems.Add($"`{path}` must be a whole number from {min} to {max}.");
        return 0;
    }

    /// <summary>A share above 0 and at most 1; 0 when a problem was noted.</summary>
    internal double Fraction(string path)
    {
        if (Find(path) is { ValueKind: JsonValueKind.Number } element && Preprocessing.IsFraction(element.GetDouble()))
        {
            return element.GetDouble();
        }

        problems.Add($"`{path}` must be a number above 0 and at most 1.");
        return 0;
    }

    /// <summary>Three numbers, one for each channel; null when a problem was noted.</summary>
    /// <param name="rule">What else must hold of them.</param>
    internal float[]? Channels(string path, Func<IReadOnlyList<float>, bool> rule, string inWords)
    {
        if (Find(path) is { ValueKind: JsonValueKind.Array } element
            && element.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Number)
            && element.EnumerateArray().Select(item => item.GetSingle()).ToArray() is var values && rule(values))
        {
            return values;
        }

        problems.Add($"`{path}` must be {inWords}.");
        return null;
    }

    /// <summary>Whether the field is there at all.</summary>
    internal bool Has(string path) => Find(path) is not null;

    private JsonElement? Find(string path)
    {
        var element = root;
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind is JsonValueKind.Null ? null : element;
    }
}
