using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Tests.Fakes;
using AWSense.Worker;
using AWSense.Worker.Leases;
using AWSense.Worker.Presence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Tests.Worker;

/// <summary>What becomes of a lease that the queue doesn't extend.</summary>
public sealed class LeaseRenewalTests : ILogger<LeaseRenewal>
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeRequestQueue queue;
    private readonly WorkerActivity activity;
    private readonly LeaseOptions options = new();
    private readonly List<string> warnings = [];

    public LeaseRenewalTests()
    {
        queue = new(time);
        activity = new(Options.Create(new WorkerOptions { Id = "worker-1" }), time);
    }

    // The queue doesn't know it.
    private static RequestLease Ended => new(
        new(RequestId.New(TimeProvider.System), "", 1, new("model", "1"), 1, 0, "", default, default), "ended", DeliveryCount: 1, default, Lane.Interactive);

    [Fact]
    public async Task One_that_was_lost_is_out_of_hand_and_told()
    {
        activity.Take(Ended);

        await RenewOnceAsync();

        Assert.Empty(activity.Held);
        Assert.Contains("had ended before it was renewed", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_whose_request_was_brought_to_its_end_meanwhile_is_no_news()
    {
        activity.Take(Ended);

        await RenewOnceAsync(meanwhile: lease => activity.Drop(lease));

        Assert.Empty(warnings);
    }

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        warnings.Add(formatter(state, exception));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    private async Task RenewOnceAsync(Action<RequestLease>? meanwhile = null)
    {
        var extending = new TaskCompletionSource();
        queue.Extending = lease =>
        {
            meanwhile?.Invoke(lease);
            extending.SetResult();
        };
        await using var renewal = new LeaseRenewal(activity, queue, Options.Create(options), time, this);
        await renewal.StartAsync(CancellationToken.None);
        time.Advance(options.Renewal);
        await extending.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
