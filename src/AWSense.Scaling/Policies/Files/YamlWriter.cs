using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AWSense.Scaling.Policies.Files;

/// <summary>Writes a document as YAML: what holds only single values on one line, all else on lines of its own.</summary>
internal static partial class YamlWriter
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonObject document)
    {
        var text = new StringBuilder();
        Block(text, document, "");
        return text.ToString();
    }

    private static void Block(StringBuilder text, JsonObject document, string indent)
    {
        foreach (var (key, value) in document)
        {
            text.Append(indent).Append(key).Append(':');
            switch (value)
            {
                case JsonObject part when part.Any(entry => entry.Value is JsonObject or JsonArray { Count: > 0 }):
                    text.Append('\n');
                    Block(text, part, $"{indent}  ");
                    break;
                case JsonArray { Count: > 0 } list:
                    text.Append('\n');
                    List(text, list, $"{indent}  ");
                    break;
                default:
                    text.Append(' ').Append(Line(value)).Append('\n');
                    break;
            }
        }
    }

    private static void List(StringBuilder text, JsonArray list, string indent)
    {
        foreach (var item in list)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}- {Line(item)}\n");
        }
    }

    private static string Line(JsonNode? node) => node switch
    {
        null => "null",
        JsonArray => "[]",
        JsonObject { Count: 0 } => "{}",
        JsonObject part => $"{{ {string.Join(", ", part.Select(entry => $"{entry.Key}: {Line(entry.Value)}"))} }}",
        _ when node.GetValueKind() == JsonValueKind.String => Word(node.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Word(string text) => Plain().IsMatch(text) && !Reserved().IsMatch(text) ? text : JsonSerializer.Serialize(text, Quoted);

    /// <summary>Words and durations, which no reader takes for anything else.</summary>
    [GeneratedRegex(@"\A([A-Za-z][A-Za-z0-9/._-]*|[0-9]+(\.[0-9]+)?s)\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A(true|false|null|yes|no|on|off|y|n)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
