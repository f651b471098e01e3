using AWSense.Scaling.Policies;

namespace AWSense.Infrastructure.Settings;

/// <summary>The scaling policies that a deployment may name.</summary>
internal static class PolicySource
{
    private static string BuiltInFolder => Path.Combine(AppContext.BaseDirectory, "policies");

    /// <summary>Reads a policy: a file, or one of those that come with the program, by name.</summary>
    /// <returns>The policy, or what is wrong with it.</returns>
    public static (ScalingPolicy? Policy, IReadOnlyList<string> Problems) Read(string name)
    {
        var file = File.Exists(name) ? name : Path.Combine(BuiltInFolder, $"{Path.GetFileName(name)}.yaml");
        return File.Exists(file)
            ? Errors(File.ReadAllText(file))
            : (null, [$"there is no such file, and none of that name among {string.Join(", ", BuiltInNames())}"]);
    }

    /// <summary>What is wrong with a policy that was changed.</summary>
    public static IReadOnlyList<string> Check(ScalingPolicy policy) => Errors(PolicyFile.ToYaml(policy)).Problems;

    private static (ScalingPolicy? Policy, IReadOnlyList<string> Problems) Errors(string text)
    {
        var reading = PolicyFile.Read(text);
        var errors = reading.Problems.Where(problem => problem.Severity == PolicySeverity.Error).ToList();
        return (reading.Policy, [.. errors.Select(problem => $"{problem.Path}: {problem.Message}. {problem.Harm}")]);
    }

    private static IEnumerable<string> BuiltInNames() =>
        Directory.EnumerateFiles(BuiltInFolder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);
}
