using AWSense.Scaling.Policies.Files;
using AWSense.Scaling.Policies.Telling;

namespace AWSense.Scaling.Policies.Checks;

/// <summary>Collects findings, with the conditions that many settings share.</summary>
internal sealed class Findings
{
    private readonly List<Finding> all = [];

    public IReadOnlyList<Finding> All => all;

    /// <param name="others">Other values without which this wouldn't be one.</param>
    public void Error(string path, string message, string harm, params string[] others) =>
        all.Add(new(PolicySeverity.Error, [path, .. others], message, harm));

    /// <param name="others">Other values without which this wouldn't be one.</param>
    public void Warn(string path, string message, string harm, params string[] others) =>
        all.Add(new(PolicySeverity.Warning, [path, .. others], message, harm));

    public void Within(string path, int value, int min, int max, string harm)
    {
        if (value < min || value > max)
        {
            var bound = max == int.MaxValue ? $"at least {Phrases.Number(min)}" : $"from {Phrases.Number(min)} to {Phrases.Number(max)}";
            Error(path, $"{Name(path)} is {Phrases.Number(value)}, and must be {bound}", harm);
        }
    }

    public void AtLeast(string path, double value, double min, string harm)
    {
        if (!(value >= min) || !double.IsFinite(value))
        {
            Error(path, $"{Name(path)} is {Phrases.Number(value)}, and must be at least {Phrases.Number(min)}", harm);
        }
    }

    /// <summary>Above 0, and at most <paramref name="max"/>.</summary>
    public void Share(string path, double value, double max, string harm)
    {
        if (!(value > 0 && value <= max) || !double.IsFinite(value))
        {
            var bound = double.IsInfinity(max) ? "above 0" : $"above 0 and at most {Phrases.Number(max)}";
            Error(path, $"{Name(path)} is {Phrases.Number(value)}, and must be {bound}", harm);
        }
    }

    public void Positive(string path, TimeSpan value, string harm)
    {
        if (value <= TimeSpan.Zero)
        {
            Error(path, $"{Name(path)} is {Durations.Tell(value)}, and must be above 0", harm);
        }
    }

    public void NotNegative(string path, TimeSpan value, string harm)
    {
        if (value < TimeSpan.Zero)
        {
            Error(path, $"{Name(path)} is {Durations.Tell(value)}, and can't be below 0", harm);
        }
    }

    public void AtLeast(string path, TimeSpan value, string otherPath, TimeSpan other, string harm)
    {
        if (value < other)
        {
            Error(path, $"{Name(path)} ({Durations.Tell(value)}) is shorter than {otherPath} ({Durations.Tell(other)})", harm, otherPath);
        }
    }

    public void Schedule(string path, IReadOnlyList<ScheduledCapacity> entries, string workers, FleetSettings fleet)
    {
        for (var index = 0; index < entries.Count; index++)
        {
            if (Cron.FindProblem(entries[index].Cron) is { } problem)
            {
                Error($"{path}[{index}].cron", problem, "Write five fields in UTC, such as '0 8 * * 1-5' for eight o'clock on working days.");
            }

            WithinFleet($"{path}[{index}].{workers}", entries[index].Workers, fleet);
        }
    }

    public void WithinFleet(string path, int workers, FleetSettings fleet)
    {
        if (workers < fleet.Min || workers > fleet.Max)
        {
            Error(
                path,
                $"{Name(path)} is {Phrases.Number(workers)}, and fleet allows {Phrases.Number(fleet.Min)} to {Phrases.Number(fleet.Max)}",
                "The fleet would be another one than is written here.",
                "fleet.min",
                "fleet.max");
        }
    }


    private static string Name(string path) => path[(path.LastIndexOf('.') + 1)..];
}
