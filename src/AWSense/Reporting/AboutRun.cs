using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AWSense.Reporting;

/// <summary>What a report says of how it was made.</summary>
internal static class AboutRun
{
    /// <summary>Command, time, versions and machine, as lines of what and its value.</summary>
    public static IReadOnlyList<(string What, string Value)> Lines(TimeProvider time) =>
    [
        ("command", Command),
        ("at", time.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ("awsense", typeof(AboutRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"),
        ("runtime", RuntimeInformation.FrameworkDescription),
        ("system", RuntimeInformation.OSDescription),
        ("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>The command that was typed, without the folder of the program.</summary>
    public static string Command => string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("awsense"));
}
