namespace AWSense.Infrastructure.Tests.Support;

/// <summary>A policy of which only what matters to a test is written.</summary>
internal static class PolicyText
{
    /// <summary>Writes a policy file.</summary>
    /// <param name="name">The policy's name, one for each text.</param>
    /// <param name="sections">YAML of the sections that matter.</param>
    /// <returns>The option that names it.</returns>
    public static string Option(string name, string sections)
    {
        var folder = Directory.CreateTempSubdirectory("awsense-policy-").FullName;
        var path = Path.Combine(folder, $"{name}.yaml");
        File.WriteAllText(path, $"apiVersion: awsense/v1\nkind: ScalingPolicy\nmetadata: {{ name: {name} }}\n{sections}");
        return $"policy={path}";
    }
}
