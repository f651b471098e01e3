using System.CommandLine;
using System.CommandLine.Parsing;

namespace AWSense.Commands;

/// <summary>A command line as results and reports may show it: they are passed on, so what is secret isn't in them.</summary>
internal static class ShownCommandLine
{
    private const string Mask = "***";

    /// <summary>The words that were typed, with a mask in place of a secret option's value.</summary>
    /// <param name="parsed">The command line; <c>--key X</c> and <c>--key=X</c> are two words each by now.</param>
    /// <param name="secrets">The options whose values are secret.</param>
    public static string Of(ParseResult parsed, params Option[] secrets)
    {
        var names = secrets.SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet(StringComparer.Ordinal);
        List<string> words = ["awsense"];
        var isSecret = false;
        foreach (var token in parsed.Tokens)
        {
            words.Add(isSecret ? Mask : token.Value);
            isSecret = token.Type == TokenType.Option && names.Contains(token.Value);
        }

        return string.Join(' ', words);
    }
}
