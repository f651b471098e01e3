using System.Text.Json;

namespace AWSense.Vision.Models;

/// <summary>Numbers of JSON that may be of any kind.</summary>
internal static class JsonNumbers
{
    /// <summary>Reads a whole number; false for anything else, where <see cref="JsonElement.TryGetInt32"/> throws.</summary>
    internal static bool TryGetInt32Strict(this JsonElement element, out int value)
    {
        value = 0;
        return element.ValueKind is JsonValueKind.Number && element.TryGetInt32(out value);
    }
}
