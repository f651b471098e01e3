using Amazon.S3;
using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Aws.Support;
using AWSense.Core.Queues;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Backends.Tests.Aws.Fleet;

/// <summary>The lead, turn by turn.</summary>
[Collection(OnMoto.Name)]
public sealed class LeaderLeaseTests : IAsyncLifetime
{
    private const string Key = "control/leader.json";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    private readonly MotoServer moto;
    private readonly string bucket = $"lease-{Guid.NewGuid()}";
    private readonly FakeTimeProvider time = new();
    private readonly IAmazonS3 objects;

    public LeaderLeaseTests(MotoServer moto)
    {
        this.moto = moto;
        objects = moto.Objects();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await objects.PutBucketAsync(bucket);
    }

    public ValueTask DisposeAsync()
    {
        objects.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_first_to_write_leads_for_a_while_and_renews()
    {
        var lease = Lease("a");
        await lease.TurnAsync(Token);
        Assert.True(lease.IsHeld);

        time.Advance(Duration * 0.69);
        Assert.True(lease.IsHeld);
        await lease.TurnAsync(Token);
        time.Advance(Duration * 0.69);
        Assert.True(lease.IsHeld);
        time.Advance(Duration * 0.02);
        Assert.False(lease.IsHeld);
    }

    [Fact]
    public async Task Two_never_lead_at_once_whatever_the_order_of_their_turns()
    {
        // Each case is one history: pauses of a process, and losses of the lead.
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            LeaderLease[] leases = [Lease($"a{seed}"), Lease($"b{seed}"), Lease($"c{seed}")];
            for (var step = 0; step < 30; step++)
            {
                await leases[random.Next(3)].TurnAsync(Token);
                Assert.True(leases.Count(lease => lease.IsHeld) <= 1, $"Two lead: seed {seed}, step {step}.");
                time.Advance(Duration * random.NextDouble() * 0.4);
            }

            await Task.WhenAll(leases.Select(lease => lease.ReleaseAsync(Token)));
        }
    }

    [Fact]
    public async Task Of_two_that_start_together_one_leads()
    {
        LeaderLease[] leases = [Lease("a"), Lease("b")];

        await Task.WhenAll(leases.Select(lease => lease.TurnAsync(Token)));

        Assert.Single(leases, lease => lease.IsHeld);
    }

    [Fact]
    public async Task One_that_slept_through_its_lease_has_lost_it()
    {
        var (sleeper, other) = (Lease("a"), Lease("b"));
        await sleeper.TurnAsync(Token);
        await other.TurnAsync(Token);
        time.Advance(Duration * LeaderLease.WaitShare);
        await other.TurnAsync(Token);
        Assert.True(other.IsHeld);

        Assert.False(sleeper.IsHeld); // before it has asked anybody
        await sleeper.TurnAsync(Token);
        Assert.False(sleeper.IsHeld);
        Assert.True(other.IsHeld);
    }

    [Fact]
    public async Task What_is_let_go_is_taken_at_the_next_turn()
    {
        var (first, second) = (Lease("a"), Lease("b"));
        await first.TurnAsync(Token);
        await second.TurnAsync(Token);
        await first.ReleaseAsync(Token);
        Assert.False(first.IsHeld);

        await second.TurnAsync(Token);

        Assert.True(second.IsHeld);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_taken_up_again()
    {
        await Lease("a").TurnAsync(Token); // the same holder, which doesn't know the tag
        var lease = Lease("a");

        await lease.TurnAsync(Token);

        Assert.True(lease.IsHeld);
    }

    [Fact]
    public async Task Whatever_else_is_there_is_replaced()
    {
        await objects.PutObjectAsync(new() { BucketName = bucket, Key = Key, ContentBody = "no lease" }, Token);
        var lease = Lease("a");

        await lease.TurnAsync(Token);

        Assert.True(lease.IsHeld);
    }

    [Fact]
    public async Task While_S3_is_away_what_is_held_runs_out()
    {
        using var away = new AmazonS3Client(MotoClients.Credentials, new AmazonS3Config
        {
            ServiceURL = "http://127.0.0.1:1",
            AuthenticationRegion = MotoClients.Region,
            MaxErrorRetry = 0,
        });

        await Assert.ThrowsAsync<BackendUnavailableException>(() => new LeaderLease(away, bucket, Key, "a", Duration, time).TurnAsync(Token));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_told() =>
        await Assert.ThrowsAsync<BackendUnavailableException>(() => new LeaderLease(objects, "no-such-bucket", Key, "a", Duration, time).TurnAsync(Token));

    private LeaderLease Lease(string holder) => new(objects, bucket, Key, holder, Duration, time);
}
