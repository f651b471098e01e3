using Amazon.Runtime;
using AWSense.Backends.Aws.Query;
using AWSense.Backends.Tests.Aws.Support;
using AWSense.Core.Queues;

namespace AWSense.Backends.Tests.Aws.Query;

/// <summary>What is sent again, what isn't, and which error a caller gets.</summary>
public sealed class QueryClientTests : IAsyncLifetime
{
    private readonly RenewedCredentials credentials = new();
    private AwsStandIn aws = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => aws = await AwsStandIn.StartAsync();

    public ValueTask DisposeAsync() => aws.DisposeAsync();

    [Theory]
    [InlineData(400, "Throttling")]
    [InlineData(503, "RequestLimitExceeded")]
    [InlineData(429, "Whatever")]
    [InlineData(500, "InternalFailure")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task What_helps_later_is_sent_again(int status, string code)
    {
        aws.Enqueue(status, code);
        aws.Enqueue(status, code);

        var answer = await Client().SendAsync(new("SetDesiredCapacity"), Token);

        Assert.Equal("SetDesiredCapacityResponse", answer.Name.LocalName);
        Assert.Equal(3, aws.Forms.Count);
    }

    [Fact]
    public async Task What_goes_on_failing_is_given_up_with_an_error_that_names_it()
    {
        for (var i = 0; i < QueryClient.AttemptsMax; i++)
        {
            aws.Enqueue(400, "Throttling", "Rate exceeded");
        }

        var exception = await Assert.ThrowsAsync<BackendUnavailableException>(() => Client().SendAsync(new("PutMetricData"), Token));

        Assert.Equal("AWS doesn't carry out PutMetricData: Throttling. Rate exceeded", exception.Message);
        Assert.Equal(QueryClient.AttemptsMax, aws.Forms.Count);
    }

    [Theory]
    [InlineData(400, "ValidationError", AwsRefusal.Invalid)]
    [InlineData(403, "AccessDenied", AwsRefusal.Denied)]
    [InlineData(400, "ScalingActivityInProgress", AwsRefusal.Busy)]
    public async Task What_never_helps_is_sent_once(int status, string code, object kind)
    {
        aws.Enqueue(status, code, "No.");

        var exception = await Assert.ThrowsAsync<AwsRequestException>(() => Client().SendAsync(new("SetDesiredCapacity"), Token));

        Assert.Equal((kind, code, $"AWS refuses SetDesiredCapacity: {code}. No."), (exception.Kind, exception.Code, exception.Message));
        Assert.Single(aws.Forms);
    }

    [Fact]
    public async Task EC2_tells_its_errors_one_level_deeper()
    {
        aws.EnqueueBody(403, "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>m</Message></Error></Errors></Response>");

        Assert.Equal(AwsRefusal.Denied, (await Assert.ThrowsAsync<AwsRequestException>(() => Client().SendAsync(new("CreateTags"), Token))).Kind);
    }

    [Fact]
    public async Task Credentials_that_ran_out_are_fetched_anew()
    {
        aws.Enqueue(403, "ExpiredToken");

        await Client().SendAsync(new("SetDesiredCapacity"), Token);

        Assert.Equal(2, credentials.Made);
        Assert.Equal(2, aws.Forms.Count);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_fetched_anew_are_told()
    {
        aws.Enqueue(403, "ExpiredToken");

        await Assert.ThrowsAsync<BackendUnavailableException>(() => Client(new BasicAWSCredentials("a", "b")).SendAsync(new("SetDesiredCapacity"), Token));
        Assert.Single(aws.Forms);
    }

    [Fact]
    public async Task What_may_have_been_done_is_not_done_twice()
    {
        aws.Enqueue(500, "InternalFailure");
        await Assert.ThrowsAsync<BackendUnavailableException>(() => Client().SendAsync(new("TerminateInstanceInAutoScalingGroup") { IsOnce = true }, Token));
        Assert.Single(aws.Forms);

        aws.Enqueue(400, "Throttling"); // certainly not done
        await Client().SendAsync(new("TerminateInstanceInAutoScalingGroup") { IsOnce = true }, Token);
        Assert.Equal(3, aws.Forms.Count);
    }

    [Fact]
    public async Task An_answer_that_is_no_XML_is_judged_by_its_status()
    {
        aws.EnqueueBody(502, "<html>Bad gateway");
        aws.EnqueueBody(200, "cut off <");

        await Client().SendAsync(new("SetDesiredCapacity"), Token);

        Assert.Equal(3, aws.Forms.Count);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told_after_all_attempts()
    {
        var client = MotoClients.Client(new Uri("http://127.0.0.1:1"), QueryService.AutoScaling);

        var exception = await Assert.ThrowsAsync<BackendUnavailableException>(() => client.SendAsync(new("SetDesiredCapacity"), Token));

        Assert.IsType<HttpRequestException>(exception.InnerException);
    }

    [Fact]
    public async Task Whoever_cancels_gets_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client().SendAsync(new("SetDesiredCapacity"), cancelled.Token));
    }

    [Theory]
    [InlineData("eu-central-1", "https://autoscaling.eu-central-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://autoscaling.cn-north-1.amazonaws.com.cn/")]
    public void A_service_is_found_by_its_region(string region, string address)
    {
        var endpoint = QueryEndpoint.Of(QueryService.AutoScaling, region);

        Assert.Equal((address, region), (endpoint.Address.ToString(), endpoint.Region));
    }

    private QueryClient Client(AWSCredentials? other = null) =>
        MotoClients.Client(aws.Address, QueryService.AutoScaling, credentials: other ?? credentials);

    private sealed class RenewedCredentials : RefreshingAWSCredentials
    {
        public int Made { get; private set; }

        protected override CredentialsRefreshState GenerateNewCredentials() => Make();

        protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync() => Task.FromResult(Make());

        private CredentialsRefreshState Make() => new(new ImmutableCredentials("key", "secret", $"token-{++Made}"), DateTime.UtcNow.AddHours(6));
    }
}
