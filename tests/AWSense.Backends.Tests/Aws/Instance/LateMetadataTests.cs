using AWSense.Backends.Aws.Instance;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Queues;

namespace AWSense.Backends.Tests.Aws.Instance;

/// <summary>An instance that is certain to be one, whose metadata service doesn't answer yet.</summary>
public sealed class LateMetadataTests
{
    private readonly InstanceBench.WaitCountingTime time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_whose_service_comes_late_still_gets_its_name()
    {
        using var http = new HttpClient(new LateService(failures: 20)) { BaseAddress = new("http://metadata") };
        var waiting = new InstanceMetadata(http, time).WaitForInstanceIdAsync(Token);

        await PassAsync(failures: 20);

        Assert.Equal("i-1", await waiting);
    }

    [Fact]
    public async Task An_instance_whose_service_stays_away_gives_up_after_a_minute()
    {
        using var http = new HttpClient(new LateService(failures: int.MaxValue)) { BaseAddress = new("http://metadata") };
        var waiting = new InstanceMetadata(http, time).WaitForInstanceIdAsync(Token);

        await PassAsync(failures: 60);

        await Assert.ThrowsAsync<BackendUnavailableException>(() => waiting);
    }

    /// <summary>Lets a second pass after each failure: a try waits twice, for its answer and for the next try.</summary>
    private async Task PassAsync(int failures)
    {
        for (var failure = 1; failure <= failures; failure++)
        {
            await Eventually.HoldsAsync(() => time.Waits == 2 * failure, $"it waits after failure {failure}");
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private sealed class LateService(int failures) : HttpMessageHandler
    {
        private int calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => ++calls <= failures
            ? throw new HttpRequestException("Nobody answers.")
            : Task.FromResult(new HttpResponseMessage { Content = new StringContent(request.Method == HttpMethod.Put ? "token" : "i-1") });
    }
}
