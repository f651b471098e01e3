using Amazon.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>What a web instance does for the fleet besides deciding: it takes or renews the lead, and while it leads goes its rounds.</summary>
internal sealed partial class FleetDuties : IHostedService, IDisposable
{
    private readonly LeaderLease lease;
    private readonly TurnService leading;
    private readonly TurnService rounds;
    private readonly ILogger<FleetDuties> logger;
    private bool led;

    public FleetDuties(LeaderLease lease, AutoScalingFleet fleet, IOptions<AutoScalingOptions> options, TimeProvider time, ILoggerFactory logs)
    {
        this.lease = lease;
        logger = logs.CreateLogger<FleetDuties>();
        var protection = new ProtectionWatch(options.Value.ProtectionLinger, time);
        var silence = new SilenceWatch(options.Value.SilenceMax, time);
        leading = new("Taking or renewing the lead", lease.Pace, LeadAsync, time, logs.CreateLogger<TurnService>());
        rounds = new("The round of the fleet", options.Value.RoundInterval, token => fleet.RoundAsync(protection, silence, token), time, logs.CreateLogger<TurnService>());
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await leading.StartAsync(cancellationToken);
        await rounds.StartAsync(cancellationToken);
    }

    /// <summary>Lets go of the lead, so that nobody has to wait for its end.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await rounds.StopAsync(cancellationToken);
        await leading.StopAsync(cancellationToken);
        try
        {
            await lease.ReleaseAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException)
        {
            LogNotReleased(exception);
        }
    }

    public void Dispose()
    {
        leading.Dispose();
        rounds.Dispose();
    }

    private async Task LeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await lease.TurnAsync(cancellationToken);
        }
        finally
        {
            var leads = lease.IsHeld;
            if (leads != led)
            {
                LogLead(leads ? "takes" : "has lost");
                led = leads;
            }
        }
    }

    [LoggerMessage(EventId = 4311, Level = LogLevel.Information, Message = "This process {Verb} the lead of the fleet.")]
    private partial void LogLead(string verb);

    [LoggerMessage(EventId = 4312, Level = LogLevel.Warning, Message = "The lead could not be let go; it runs out by itself.")]
    private partial void LogNotReleased(Exception exception);
}
