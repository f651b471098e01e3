using System.Diagnostics;
using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;

namespace AWSense.Backends.Tests.Embedded.Broker;

/// <summary>The broker's process dies by SIGKILL in the middle of sends.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1500)]
    public async Task What_was_acknowledged_outlives_the_brokers_process(int acknowledgedBeforeTheKill)
    {
        var acknowledged = await SendUntilKilledAsync(acknowledgedBeforeTheKill);
        acknowledged.UnionWith(await SendUntilKilledAsync(acknowledgedBeforeTheKill)); // on the file that the first one left

        var found = await ReadAllAsync();

        Assert.True(acknowledged.Count >= 2 * acknowledgedBeforeTheKill);
        Assert.Subset(found, acknowledged);
    }

    private async Task<HashSet<string>> SendUntilKilledAsync(int count)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "AWSense.Backends.Victim.dll"));
        start.ArgumentList.Add(folder.File("queue.db"));
        using var victim = Process.Start(start)!;
        var acknowledged = new HashSet<string>();
        while (await victim.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (RequestId.TryParse(line, out _)) // the last line may be cut off
            {
                acknowledged.Add(line);
            }

            if (acknowledged.Count == count)
            {
                victim.Kill();
            }
        }

        await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, victim.ExitCode);
        return acknowledged;
    }

    private async Task<HashSet<string>> ReadAllAsync()
    {
        await using var broker = EmbeddedBroker.Open(
            folder.File("queue.db"), new LimitOptions(), new LeaseOptions(), TimeProvider.System, NullLogger<EmbeddedBroker>.Instance);
        var found = new HashSet<string>();
        while (await broker.Requests.ReceiveAsync(QueueLimits.ReceiveMax, TimeSpan.Zero, CancellationToken.None) is { Count: > 0 } leases)
        {
            found.UnionWith(leases.Select(lease => lease.Request.Id.ToString()));
            Assert.All(leases, lease => Assert.Equal(1, lease.DeliveryCount));
        }

        return found;
    }
}
