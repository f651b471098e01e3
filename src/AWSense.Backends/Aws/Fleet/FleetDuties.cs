using Amazon.Runtime;
using AWSense.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>What a web instance does for the fleet besides deciding: it takes or renews the lead, and while it leads goes its rounds.</summary>
internal sealed partial class FleetDuties(
    LeaderLease lease, AutoScalingFleet fleet, IOptions<AutoScalingOptions> options, TimeProvider time, ILogger<FleetDuties> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var protection = new ProtectionWatch(options.Value.ProtectionLinger, time);
        return Task.WhenAll(
            RepeatAsync("lease", LeadAsync, lease.Pace, stoppingToken),
            RepeatAsync("round", token => fleet.RoundAsync(protection, token), options.Value.RoundInterval, stoppingToken));
    }

    /// <summary>Lets go of the lead, so that nobody has to wait for its end.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await lease.ReleaseAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException)
        {
            LogFailed(exception, "release"); // It runs out by itself.
        }
    }

    private async Task LeadAsync(CancellationToken cancellationToken)
    {
        var before = lease.IsHeld;
        try
        {
            await lease.TurnAsync(cancellationToken);
        }
        finally
        {
            if (lease.IsHeld != before)
            {
                LogLead(lease.IsHeld ? "takes" : "has lost");
            }
        }
    }

    private async Task RepeatAsync(string what, Func<CancellationToken, Task> turn, TimeSpan pace, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await turn(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not InvariantException)
            {
                // Loop boundary: what fails now is tried again at the next turn, from what is true then.
                LogFailed(exception, what);
            }

            await Task.Delay(pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 4311, Level = LogLevel.Information, Message = "This process {Verb} the lead of the fleet.")]
    private partial void LogLead(string verb);

    [LoggerMessage(EventId = 4312, Level = LogLevel.Warning, Message = "The fleet's {What} failed; the next turn tries again.")]
    private partial void LogFailed(Exception exception, string what);
}
