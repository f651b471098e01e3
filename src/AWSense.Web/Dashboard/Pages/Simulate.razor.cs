using System.Globalization;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation.Workloads;
using AWSense.Web.Charts;
using AWSense.Web.Problems;
using AWSense.Web.Simulating;
using Microsoft.AspNetCore.Components.Forms;

namespace AWSense.Web.Dashboard.Pages;

/// <summary>Compares policies in the simulator.</summary>
public sealed partial class Simulate
{
    // A message of the circuit has 32 KB at most, and a character up to three bytes.
    private const int YamlMax = 8_000;

    private static readonly string[] Headings = ["instance-h", "p50", "p95", "p99", "promised", "misses", "launches", "busy killed", "unserved"];
    private static readonly string[] Workloads = [.. WorkloadCatalog.Suite.Select(recipe => recipe.Name), "poisson:5:1h", "constant:10:1h", "ramp:1..20:30m", "onoff:10:5m:10m", "burst:500:1s"];

    private readonly IReadOnlyList<string> names = ShippedPolicies.Names;
    private readonly List<string> chosen = [.. new[] { "default", "seed" }.Intersect(ShippedPolicies.Names)];
    private string yaml = "";
    private PolicyReading? reading;
    private string workload = "flash";
    private UploadedTrace? trace;
    private int seed = 1;
    private CancellationTokenSource? running;
    private string status = "";
    private string? failure;
    private SimulationComparison? comparison;

    private string Yaml
    {
        get => yaml;
        set
        {
            yaml = value.Length <= YamlMax ? value : value[..YamlMax];
            reading = string.IsNullOrWhiteSpace(yaml) ? null : PolicyFile.Read(yaml);
        }
    }

    public void Dispose() => running?.Cancel(); // disposed of by who has made it

    private void Choose(string name, bool wanted)
    {
        chosen.Remove(name);
        if (wanted)
        {
            chosen.Add(name);
        }
    }

    private void Begin(string? name)
    {
        if (ShippedPolicies.Find(name ?? "") is { } file)
        {
            Yaml = File.ReadAllText(file);
        }
    }

    private async Task UploadAsync(InputFileChangeEventArgs chosenFile)
    {
        (failure, trace) = (null, null);
        var file = chosenFile.File;
        if (file.Size > UploadedTrace.BytesMax)
        {
            failure = $"{file.Name} has more than {UploadedTrace.BytesMax >> 20} MiB. \"awsense simulate --trace FILE\" takes larger ones.";
            return;
        }

        status = $"Reading {file.Name}.";
        using var content = new MemoryStream();
        await using (var stream = file.OpenReadStream(UploadedTrace.BytesMax))
        {
            await stream.CopyToAsync(content);
        }

        (trace, status) = (new(file.Name, content.ToArray()), "");
    }

    private async Task RunAsync()
    {
        if (running is not null || Plan() is not { } plan)
        {
            return;
        }

        using var cancelling = new CancellationTokenSource();
        (running, failure, comparison) = (cancelling, null, null);
        try
        {
            comparison = await Runs.RunAsync(plan, new Progress<string>(words => Tell(cancelling, words)), cancelling.Token);
        }
        catch (ProblemException problem)
        {
            failure = problem.Message;
        }
        catch (OperationCanceledException)
        {
            failure = "It was stopped.";
        }

        (running, status) = (null, "");
    }

    /// <summary>What is asked for; null when that can't be tried, which the page tells then.</summary>
    private SimulationPlan? Plan()
    {
        (failure, comparison) = (null, null);
        if (reading is { Policy: null })
        {
            failure = "Your own policy has errors. Mend them, or empty the field.";
            return null;
        }

        var policies = chosen.Order(StringComparer.Ordinal).Select(name => PolicyFile.ReadFile(ShippedPolicies.Find(name)!).Policy).OfType<ScalingPolicy>().ToList();
        policies.AddRange(reading?.Policy is { } own ? [own] : []);
        if (policies.Count is >= 1 and <= SimulationRuns.PoliciesMax)
        {
            return new(policies, workload.Trim(), trace, seed);
        }

        failure = $"Choose 1 to {SimulationRuns.PoliciesMax} policies; {policies.Count} are chosen.";
        return null;
    }

    private void Tell(CancellationTokenSource of, string words) => _ = InvokeAsync(() =>
    {
        if (ReferenceEquals(of, running))
        {
            status = words;
            StateHasChanged();
        }
    });

    private static IEnumerable<(string Cell, bool Bad)> Cells(SimulationRun run)
    {
        yield return (PageChart.Number(run.InstanceHours), false);
        yield return (PageChart.Time(run.P50), false);
        yield return (PageChart.Time(run.P95), run.P95 > run.Promise);
        yield return (PageChart.Time(run.P99), false);
        yield return (PageChart.Time(run.Promise), false);
        yield return (Whole(run.Misses), false);
        yield return (Whole(run.Launches), false);
        yield return (Whole(run.BusyKilled), run.BusyKilled > 0);
        yield return (Whole(run.Unserved), run.Unserved > 0);
    }

    private static string Whole(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
