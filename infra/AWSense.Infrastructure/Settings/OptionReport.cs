namespace AWSense.Infrastructure.Settings;

/// <summary>The table of options in docs/aws.md.</summary>
internal static class OptionReport
{
    /// <summary>Writes it, as Markdown.</summary>
    public static string Create() =>
        $"| option | default | meaning |\n|---|---|---|\n{string.Concat(OptionReader.Known.Select(option => $"| `{option.Name}` | {option.Standard} | {option.Meaning} |\n"))}";
}
