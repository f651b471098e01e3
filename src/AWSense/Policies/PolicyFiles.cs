using AWSense.Hosting;
using AWSense.Scaling.Policies;

namespace AWSense.Policies;

/// <summary>Finds the policies that a command line names: files, and those that come with the program.</summary>
internal static class PolicyFiles
{
    /// <summary>Reads a policy that must be usable; its warnings are passed over.</summary>
    /// <param name="name">A file, from the working folder on, or the name of one that comes with the program, such as <c>seed</c>.</param>
    /// <exception cref="CommandFailedException">There is none, or it has errors, all of which the message tells.</exception>
    public static ScalingPolicy Open(string name)
    {
        var file = Find(name);
        var (policy, problems) = PolicyFile.ReadFile(file);
        return policy ?? throw new CommandFailedException($"The policy can't be used.\n{Describe(file, problems)}");
    }

    /// <summary>The file that a name means.</summary>
    /// <exception cref="CommandFailedException">There is none; the message lists those that come with the program.</exception>
    public static string Find(string name) => File.Exists(name) ? name : ShippedPolicies.Find(name)
        ?? throw new CommandFailedException($"There is no policy file {name}. The program knows by name: {string.Join(", ", ShippedPolicies.Names)}.");

    /// <summary>Problems as compilers tell them, one a line.</summary>
    public static string Describe(string file, IEnumerable<PolicyProblem> problems) => string.Join('\n', problems.Select(problem =>
    {
        var place = problem.Path.Length == 0 ? "" : $"{problem.Path}: ";
        return $"{file}:{problem.Line}:{problem.Column}: {(problem.Severity == PolicySeverity.Error ? "error" : "warning")}: {place}{problem.Message}. {problem.Harm}";
    }));
}
