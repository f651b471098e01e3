using System.Text;
using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies.Files;

namespace AWSense.Scaling.Policies;

/// <summary>Policies as text: YAML, or JSON, which is YAML.</summary>
public static class PolicyFile
{
    /// <summary>The longest text that is read, in bytes of a file and in characters: 1 MiB.</summary>
    public const int LengthMax = 1 << 20;

    /// <summary>Reads a policy and checks it.</summary>
    /// <returns>The policy, or every problem at once. No text makes this throw.</returns>
    public static PolicyReading Read(string text) => Read(text, MetricMath.FindProblem);

    /// <summary>Reads a file, whatever it holds.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static PolicyReading ReadFile(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var text = new char[LengthMax + 1]; // one more than is allowed, so that no file is cut off unseen
        return Read(new string(text, 0, reader.ReadBlock(text)));
    }

    /// <summary>As <see cref="Read(string)"/>.</summary>
    /// <param name="findMetricProblem">Says what is wrong with a metric expression; null when nothing is.</param>
    public static PolicyReading Read(string text, Func<string, string?> findMetricProblem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var report = new Report();
        var root = PolicyText.Parse(text, report);
        var policy = root is null ? null : PolicyReader.Read(root, report);
        if (policy is not null)
        {
            report.Add(PolicyCheck.Find(policy, findMetricProblem), root!);
        }

        var problems = report.Sorted();
        return new(problems.Any(problem => problem.Severity == PolicySeverity.Error) ? null : policy, problems);
    }

    /// <summary>Writes a policy as YAML that <see cref="Read(string)"/> reads back. Settings with their default are left out, but for the rule's.</summary>
    public static string ToYaml(ScalingPolicy policy) => YamlWriter.Write(PolicyDocument.WithoutDefaults(policy));

    /// <summary>As <see cref="ToYaml"/>, in JSON.</summary>
    public static string ToJson(ScalingPolicy policy) => PolicyDocument.Print(PolicyDocument.WithoutDefaults(policy));

    /// <summary>Writes every setting of a policy as JSON, defaults too.</summary>
    public static string ToFullJson(ScalingPolicy policy) => PolicyDocument.Print(PolicyDocument.Of(policy));
}
