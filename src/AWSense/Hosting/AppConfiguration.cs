using Microsoft.Extensions.Configuration;

namespace AWSense.Hosting;

/// <summary>The settings of a run: flag, then environment (<c>AWSENSE__Section__Key</c>), then <c>awsense.json</c> in the working folder, then default.</summary>
internal static class AppConfiguration
{
    private const string Prefix = "AWSENSE__";

    /// <summary>Reads the settings.</summary>
    /// <param name="flags">What the command line says, by <c>Section:Key</c>; null values are left out.</param>
    public static IConfigurationRoot Build(IEnumerable<KeyValuePair<string, string?>> flags) => new ConfigurationBuilder()
        .AddJsonFile(Path.GetFullPath("awsense.json"), optional: true)
        .AddEnvironmentVariables(Prefix)
        .AddInMemoryCollection(flags.Where(flag => flag.Value is not null))
        .Build();

    /// <summary>The same settings as environment variables, for child processes.</summary>
    public static Dictionary<string, string> ToEnvironment(IConfiguration configuration) => configuration
        .AsEnumerable()
        .Where(setting => setting.Value is not null)
        .ToDictionary(
            setting => Prefix + setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!, StringComparer.Ordinal);
}
