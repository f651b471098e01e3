using System.Diagnostics;
using System.Security.Cryptography;
using AWSense.Demo;
using AWSense.Load.Planning;
using AWSense.Scaling.Simulation;
using Microsoft.Extensions.Configuration;

namespace AWSense.Evaluating;

/// <summary>The original's evaluation: a hundred pictures at once, out, idle, in, with pictures that take longer and longer, and policy by policy.</summary>
/// <remarks>
/// What is live is simulated too, with what was measured there: when each request reached the queue, how long a picture kept its worker busy, how
/// long workers booted alone and beside others. The two makespans stand beside each other, so that the simulated cases can be believed, or not.
/// </remarks>
internal sealed class Evaluation(IConfiguration configuration, TimeProvider time)
{
    /// <summary>Starting and ending a live service, besides its case.</summary>
    private static readonly TimeSpan ServiceOverhead = TimeSpan.FromSeconds(2);

    /// <summary>Tries everything.</summary>
    /// <param name="quick">Only our own policy is live; else the seed's, too.</param>
    /// <param name="progress">Told before and after each live case.</param>
    public async Task<EvaluationResult> RunAsync(bool quick, EvaluationProgress progress, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var world = EvaluationWorld.ThisMachine();
        var live = world.Cases.Where(tried => IsLive(tried, quick)).OrderBy(tried => tried.Role != EvaluationCase.Ours).ToList();
        var outcomes = new Dictionary<EvaluationCase, LiveOutcome>();
        IReadOnlyList<LoadPicture> pictures =
            [.. SamplePictures.Load().Select(sample => new LoadPicture(sample.Name, sample.Bytes, Convert.ToHexStringLower(SHA256.HashData(sample.Bytes)), null))];
        progress.Plan(live.ToDictionary(tried => tried, ExpectedLength));
        foreach (var tried in live)
        {
            var running = new LiveCase(tried, configuration, time);
            outcomes[tried] = await progress.ShowAsync(tried, () => running.Status?.Invoke(), running.RunAsync(pictures, cancellationToken), cancellationToken);
        }

        var calm = outcomes.Values.MinBy(outcome => outcome.Overhead)!; // where the fewest workers booted beside the pictures
        var machine = MachineFigures.Learn(calm.Overhead, [.. outcomes.Values.SelectMany(outcome => outcome.Boots)]);
        var here = world.Cases.AsParallel().AsOrdered().Select(tried => Row(world, tried, outcomes.GetValueOrDefault(tried), machine, calm)).ToList();
        var ec2 = EvaluationWorld.Ec2();
        var there = ec2.Cases.AsParallel().AsOrdered()
            .Select(tried => new EvaluationRow(tried, ec2.Name, null, SimulatedCase.Run(tried, EvaluationWorld.Ec2Settings, Burst.AtOnce)))
            .ToList();
        return new(here, there, machine, Stopwatch.GetElapsedTime(began));
    }

    private static bool IsLive(EvaluationCase tried, bool quick) =>
        tried.ServiceTime <= TimeSpan.FromSeconds(1) && (tried.Role == EvaluationCase.Ours || (tried.Role == EvaluationCase.Seed && !quick));

    /// <summary>A case that is live is simulated with its own burst and pictures; the others with those of the live case in which pictures took least.</summary>
    private static EvaluationRow Row(EvaluationWorld world, EvaluationCase tried, LiveOutcome? outcome, MachineFigures machine, LiveOutcome calm)
    {
        var source = outcome ?? calm;
        var settings = EvaluationWorld.Simulated(machine with { Overhead = source.Overhead });
        var burst = outcome?.Burst ?? calm.Burst with { At = EvaluationCase.BurstAt };
        return new(tried, world.Name, outcome?.Figures, SimulatedCase.Run(tried, settings, burst));
    }

    /// <summary>How long a live case will take, from a simulation of it.</summary>
    private static TimeSpan ExpectedLength(EvaluationCase tried)
    {
        SimulationSettings guess = EvaluationWorld.Simulated(MachineFigures.Guess);
        var figures = SimulatedCase.Run(tried, guess, Burst.AtOnce);
        var settle = figures.Trace.BackToOne > figures.Makespan ? TimeSpan.Zero : tried.SettleTime;
        return EvaluationCase.BurstAt + TimeSpan.FromSeconds(figures.Rest) + settle + ServiceOverhead;
    }
}
