using System.Diagnostics;
using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Embedded.Fleet;
using AWSense.Backends.Tests.Contracts;
using AWSense.Core.Fleet;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Tests.Embedded;

/// <summary>Real processes: a shell that waits stands for a worker.</summary>
public sealed class ProcessFleetTests : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly EmbeddedPresence presence = new();
    private readonly List<ProcessFleet> fleets = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_workers_run_as_are_wanted_and_are_booting_until_they_say_otherwise()
    {
        var fleet = await StartAsync("exec sleep 60", workers: 3);
        await MembersAsync(fleet, 3);

        var status = await fleet.GetStatusAsync(Token);

        Assert.Equal(3, status.DesiredWorkers);
        Assert.All(status.Members, member => Assert.Equal(FleetMemberState.Booting, member.State));
        await presence.ReportAsync(Samples.Status(status.Members[0].MemberId), Token);
        Assert.Equal(FleetMemberState.InService, (await fleet.GetStatusAsync(Token)).Members[0].State);
        Assert.Null(status.UnhealthyReason);
    }

    [Fact]
    public async Task A_worker_that_dies_is_replaced_and_counted()
    {
        var fleet = await StartAsync("exec sleep 60", workers: 1);
        var first = (await MembersAsync(fleet, 1))[0];

        KillChildren();
        await UntilAsync(async () => (await fleet.GetStatusAsync(Token)).Members is [var next] && next.MemberId != first.MemberId);

        Assert.Equal(1, (await fleet.GetStatusAsync(Token)).CrashesLastMinute);
    }

    [Fact]
    public async Task A_smaller_fleet_drains_idle_workers_first()
    {
        var fleet = await StartAsync("exec sleep 60", workers: 3);
        var members = await MembersAsync(fleet, 3);
        await presence.ReportAsync(Samples.Status(members[2].MemberId, WorkerState.Busy), Token);

        await fleet.SetDesiredAsync(1, Token);

        Assert.Equal(members[2].MemberId, (await MembersAsync(fleet, 1))[0].MemberId);
        Assert.Equal(0, (await fleet.GetStatusAsync(Token)).CrashesLastMinute);
    }

    [Fact]
    public async Task A_fleet_whose_workers_die_at_once_becomes_unhealthy()
    {
        var fleet = await StartAsync("exit 3", workers: 1);

        await UntilAsync(async () => (await fleet.GetStatusAsync(Token)).UnhealthyReason is not null);

        Assert.Contains("crashed", (await fleet.GetStatusAsync(Token)).UnhealthyReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_tried_again_and_counted()
    {
        var fleet = await StartAsync(new WorkerLauncher("/nowhere/awsense", [], new Dictionary<string, string>()), workers: 1);

        await UntilAsync(async () => (await fleet.GetStatusAsync(Token)).CrashesLastMinute >= 2);
    }

    [Fact]
    public async Task A_worker_that_does_not_drain_is_killed()
    {
        var fleet = await StartAsync("trap '' TERM; while :; do sleep 0.1; done", workers: 1, drainTimeout: TimeSpan.FromSeconds(1));
        await MembersAsync(fleet, 1);
        await Task.Delay(200, Token); // until the shell has set its trap
        var began = Stopwatch.GetTimestamp();

        await fleet.StopAsync(Token);

        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.9, 10);
        Assert.Empty((await fleet.GetStatusAsync(Token)).Members);
    }

    [Fact]
    public async Task More_workers_than_there_may_be_are_refused()
    {
        var fleet = await StartAsync("exec sleep 60", workers: 1);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fleet.SetDesiredAsync(20, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => fleet.SetDesiredAsync(-1, Token));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var fleet in fleets)
        {
            await fleet.StopAsync(CancellationToken.None);
        }
    }

    private Task<ProcessFleet> StartAsync(string script, int workers, TimeSpan? drainTimeout = null) =>
        StartAsync(new WorkerLauncher("/bin/sh", ["-c", script], new Dictionary<string, string> { ["AWSENSE_TEST"] = "1" }), workers, drainTimeout);

    private async Task<ProcessFleet> StartAsync(WorkerLauncher launcher, int workers, TimeSpan? drainTimeout = null)
    {
        var options = new FleetOptions { Workers = workers, DrainTimeout = drainTimeout ?? TimeSpan.FromSeconds(75) };
        var fleet = new ProcessFleet(launcher, presence, Options.Create(options), TimeProvider.System, NullLogger<ProcessFleet>.Instance);
        fleets.Add(fleet);
        await fleet.StartAsync(Token);
        return fleet;
    }

    private static async Task<IReadOnlyList<FleetMember>> MembersAsync(ProcessFleet fleet, int count)
    {
        await UntilAsync(async () => (await fleet.GetStatusAsync(Token)).Members.Count == count);
        return (await fleet.GetStatusAsync(Token)).Members;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Soon);
        while (!await condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private static void KillChildren()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            if (TryRead(Path.Combine(folder, "stat")).Split(' ') is [var id, "(sleep)", _, var parent, ..] && parent == $"{Environment.ProcessId}")
            {
                using var child = Process.GetProcessById(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
                child.Kill();
            }
        }
    }

    private static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
