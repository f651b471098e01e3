using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Embedded.Fleet;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Fleet;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Tests.Embedded.Fleet;

/// <summary>A fleet whose workers are shell scripts; each writes <c>NAME PID</c> to a file of its own, so that a test finds it.</summary>
internal sealed class FleetBench : IAsyncDisposable
{
    /// <summary>A worker that ends when it is asked to.</summary>
    public const string Obedient = "exec sleep 60";

    /// <summary>A worker that does not.</summary>
    public const string Deaf = "trap '' TERM; while :; do sleep 0.1; done";

    private readonly TemporaryFolder folder = new();

    public FleetBench(string script, FleetOptions? options = null, string program = "/bin/sh", DrainSettings? drain = null)
    {
        // The fleet puts --worker-id and the name behind the arguments, so in the script $1 is the name.
        var launcher = new WorkerLauncher(
            program, ["-c", $"echo $$ > \"$PIDS/$1\"; {script}"], new Dictionary<string, string> { ["PIDS"] = folder.Path });
        Fleet = new(launcher, Presence, Options.Create(options ?? new()), drain ?? new(), TimeProvider.System, NullLogger<ProcessFleet>.Instance);
    }

    public ProcessFleet Fleet { get; }

    public EmbeddedPresence Presence { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<FleetStatus> StatusAsync() => Fleet.GetStatusAsync(Token);

    public Task SetAsync(int desired) => Fleet.SetDesiredAsync(desired, Token);

    /// <summary>The names of all members, once each of so many has begun its script.</summary>
    public async Task<List<string>> MembersAsync(int count)
    {
        await Eventually.HoldsAsync(
            async () => (await StatusAsync()).Members is { } members && members.Count == count && members.All(member => PidOf(member.MemberId) > 0),
            $"there are {count} members");
        return [.. (await StatusAsync()).Members.Select(member => member.MemberId)];
    }

    /// <summary>The process id of a member; 0 when it has not told it yet.</summary>
    public int PidOf(string member) =>
        File.Exists(folder.File(member)) && int.TryParse(File.ReadAllText(folder.File(member)), out var pid) ? pid : 0;

    /// <summary>Whether a member's process is there.</summary>
    public bool IsAlive(string member)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(PidOf(member));
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public void Kill(string member)
    {
        using var process = System.Diagnostics.Process.GetProcessById(PidOf(member));
        process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        using var impatience = new CancellationTokenSource();
        await impatience.CancelAsync();
        await Fleet.StopAsync(impatience.Token);
        folder.Dispose();
    }
}
