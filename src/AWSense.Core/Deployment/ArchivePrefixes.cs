using AWSense.Core.Archive;

namespace AWSense.Core.Deployment;

/// <summary>What the keys in the archive bucket begin with, beside those of <see cref="ObjectKey"/>.</summary>
public static class ArchivePrefixes
{
    /// <summary>The records of all jobs.</summary>
    public const string Jobs = "jobs/";

    /// <summary>The marks of jobs that ended badly.</summary>
    public const string EndedJobs = "ended/";

    /// <summary>Pictures by file name, where they have no bucket of their own.</summary>
    public const string NamedInputs = "by-name/inputs/";

    /// <summary>Labels by file name, where they have no bucket of their own.</summary>
    public const string NamedResults = "by-name/results/";

    /// <summary>All that workers write: outcomes, answers, and what they record of jobs. Neither pictures nor what web instances agree by.</summary>
    public static IReadOnlyList<string> WrittenByWorkers { get; } =
        [Of(ObjectKind.Result), Of(ObjectKind.Answer), Jobs, EndedJobs, NamedResults];

    private static string Of(ObjectKind kind) => $"{ObjectKey.PrefixOf(kind)}/";
}
