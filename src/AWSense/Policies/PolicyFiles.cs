using System.Text;
using AWSense.Hosting;
using AWSense.Scaling.Policies;

namespace AWSense.Policies;

/// <summary>Finds the policies that a command line names: files, and those that come with the program.</summary>
internal static class PolicyFiles
{
    /// <summary>Where policies come with the program.</summary>
    public static string BuiltInFolder => Path.Combine(AppContext.BaseDirectory, "policies");

    /// <summary>The names of the policies that come with the program.</summary>
    public static IReadOnlyList<string> BuiltInNames =>
        [.. Folders().SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml")).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    /// <summary>Reads a policy that must be usable; its warnings are passed over.</summary>
    /// <param name="name">A file, from the working folder on, or the name of one that comes with the program, such as <c>seed</c>.</param>
    /// <exception cref="CommandFailedException">There is none, or it has errors, all of which the message tells.</exception>
    public static ScalingPolicy Open(string name)
    {
        var file = Find(name);
        var (policy, problems) = Read(file);
        return policy ?? throw new CommandFailedException($"The policy can't be used.\n{Describe(file, problems)}");
    }

    /// <summary>Reads a file, whatever it holds.</summary>
    /// <param name="file">As <see cref="Find"/> gave it.</param>
    public static PolicyReading Read(string file)
    {
        using var reader = new StreamReader(file, Encoding.UTF8);
        var text = new char[PolicyFile.LengthMax + 1]; // one more than is allowed, so that no file is cut off unseen
        return PolicyFile.Read(new string(text, 0, reader.ReadBlock(text)));
    }

    /// <summary>The file that a name means.</summary>
    /// <exception cref="CommandFailedException">There is none; the message lists those that come with the program.</exception>
    public static string Find(string name)
    {
        if (File.Exists(name))
        {
            return name;
        }

        var candidates = Path.GetFileName(name) == name ? Folders().Select(folder => Path.Combine(folder, $"{name}.yaml")) : [];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new CommandFailedException($"There is no policy file {name}. The program knows by name: {string.Join(", ", BuiltInNames)}.");
    }

    /// <summary>Problems as compilers tell them, one a line.</summary>
    public static string Describe(string file, IEnumerable<PolicyProblem> problems) => string.Join('\n', problems.Select(problem =>
    {
        var place = problem.Path.Length == 0 ? "" : $"{problem.Path}: ";
        return $"{file}:{problem.Line}:{problem.Column}: {(problem.Severity == PolicySeverity.Error ? "error" : "warning")}: {place}{problem.Message}. {problem.Harm}";
    }));

    private static IEnumerable<string> Folders() => [BuiltInFolder, Path.Combine(BuiltInFolder, "suite")];
}
