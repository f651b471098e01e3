using System.Diagnostics;
using AWSense.Load.Planning;
using AWSense.Load.Sending;
using AWSense.Proving;

namespace AWSense.Tests.Proving;

/// <summary>The judge of chaos: a run that goes wrong must not pass.</summary>
public sealed class ChaosTests
{
    private static readonly LoadPicture Picture = new("photo.jpg", [1], new string('a', 64), "daisy");
    private static readonly Answer Right = new() { Id = "1", Label = "daisy", Sha256 = Picture.Sha256 };

    private readonly ChaosBook book = new();

    [Fact]
    public void The_same_seed_does_the_same_and_another_does_not()
    {
        var plan = new ChaosPlan { Seed = 7 };

        Assert.Equal(FaultSchedule.Of(plan).Take(200), FaultSchedule.Of(plan).Take(200));
        Assert.NotEqual(FaultSchedule.Of(plan).Take(200), FaultSchedule.Of(plan with { Seed = 8 }).Take(200));
        Assert.Equal(5, FaultSchedule.Of(plan).Take(200).Select(fault => fault.Kind).Distinct().Count());
    }

    [Fact]
    public void Only_the_faults_that_are_wanted_come()
    {
        Assert.All(FaultSchedule.Of(new() { Seed = 1, Faults = FaultKinds.Parse("disk,pause")! }).Take(100), fault => Assert.True(fault.Kind is FaultKind.Disk or FaultKind.Pause));
        Assert.Empty(FaultSchedule.Of(new() { Seed = 1, Faults = FaultKinds.Parse("none")! }));
        Assert.Null(FaultKinds.Parse("disk,fire"));
    }

    [Fact]
    public void What_was_promised_and_ends_as_it_should_is_fine()
    {
        book.Accept("1", Picture);
        Assert.Equal(["1"], book.Open);
        book.Ended("1", null, Right);
        book.Ended("1", null, Right); // seen again
        book.AnsweredAtOnce(Picture, null, Right with { Id = "2" }, namesPicture: true);
        book.AnsweredAtOnce(Picture, "inference-failed", Failed("inference-failed"), namesPicture: false);
        book.AnsweredAtOnce(Picture, null, Failed("worker-crashed"), namesPicture: false);

        var report = book.Summarize();

        Assert.Empty(book.Open);
        Assert.Equal((4, 4, 0, 0, 0), (report.Accepted, report.Answered, report.Lost, report.Doubled, report.Wrong));
        Assert.Equal((1, 1), (report.Poisoned, report.GivenUp));
    }

    public static TheoryData<string> Answers => ["palace", "another picture", "input-missing"];

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_wrong_label_picture_or_error_is_wrong(string what)
    {
        book.AnsweredAtOnce(Picture, null, what switch
        {
            "palace" => Right with { Label = "palace" },
            "another picture" => Right with { Sha256 = new string('b', 64) },
            _ => Failed(what),
        }, namesPicture: true);

        Assert.Equal(1, book.Summarize().Wrong);
    }

    [Fact]
    public void An_answer_for_two_uploads_is_doubled()
    {
        book.AnsweredAtOnce(Picture, null, Right, namesPicture: true);
        book.AnsweredAtOnce(Picture, null, Right, namesPicture: true);

        Assert.Equal(1, book.Summarize().Doubled);
    }

    [Fact]
    public void An_end_that_changes_is_wrong_and_poison_that_is_classified_too()
    {
        book.Accept("1", Picture);
        book.Ended("1", null, Right);
        book.Ended("1", null, Right with { Label = "palace" });
        book.AnsweredAtOnce(Picture, "inference-failed", Right with { Id = "2" }, namesPicture: true);

        Assert.Equal(2, book.Summarize().Wrong);
    }

    [Fact]
    public void A_lost_promise_fails_the_run_and_so_does_a_run_without_answers()
    {
        book.AnsweredAtOnce(Picture, null, Right, namesPicture: true);
        Assert.True(Report().Passed);
        book.Lost("1", "gone");
        Assert.False(Report().Passed);
        Assert.False((Report() with { Clients = new ChaosBook().Summarize() }).Passed);
    }

    [Fact]
    public void What_is_delivered_again_fails_a_calm_run()
    {
        book.AnsweredAtOnce(Picture, null, Right, namesPicture: true);

        Assert.True((Report() with { Redelivered = 0 }).Passed);
        Assert.False((Report() with { Redelivered = 1 }).Passed);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(2_000_000, 0, false)] // 2 MB and more with every sample
    [InlineData(0, 3, false)]
    public void Memory_and_handles_that_grow_are_told(long bytesGrowth, int handlesGrowth, bool flat)
    {
        var watch = new UsageWatch();
        foreach (var sample in Enumerable.Range(0, 120))
        {
            watch.Add(10, (100_000_000 + (sample * bytesGrowth), 100 + (sample * handlesGrowth)));
        }

        watch.Add(11, (900_000_000, 900)); // a short life of another process is no growth

        Assert.Equal(flat, watch.Summarize()!.Flat);
    }

    [Theory]
    [InlineData(1, 1)] // it has told how long it would wait
    [InlineData(2, 0)] // an old client has not, and sends again
    public async Task A_client_that_is_told_nothing_in_the_time_it_would_wait_is_wrong(int way, int expected)
    {
        using var http = new HttpClient(new Silence()) { BaseAddress = new("http://127.0.0.1/"), Timeout = TimeSpan.FromMilliseconds(20) };
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await new ChaosClient(http, book).SendAsync(Picture, way, poison: null, giveUp.Token);

        Assert.Equal(expected, book.Summarize().Wrong);
        Assert.Equal(expected == 0, book.Summarize().Broken > 0);
    }

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new UnreachableException();
        }
    }

    private static Answer Failed(string code) => new() { Failure = new($"urn:awsense:problem:{code}", code, 500, "It failed.") };

    private ChaosReport Report() => new(1, 1, book.Summarize(), 0, new Dictionary<string, long>(), null, null, null);
}
