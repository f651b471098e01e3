using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Tests.Contracts;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Tests.Embedded;

/// <summary>What the archive gives up, and what it never does.</summary>
public sealed class RetentionTests : IAsyncDisposable
{
    private static readonly byte[] Picture = new byte[1000];

    private readonly BrokerFixture fixture = new();
    private readonly RetentionOptions options = new() { FreeBytesMin = 0, BytesMax = long.MaxValue };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FileObjectStore Archive => field ??= new(Path.Combine(fixture.Folder, "archive"), options, fixture.Time);

    [Fact]
    public async Task What_is_too_old_goes_with_its_result_and_its_job()
    {
        var old = await AcceptAsync(ended: true);
        fixture.Time.Advance(options.AgeMax + TimeSpan.FromMinutes(1));
        var young = await AcceptAsync(ended: true);

        await TurnAsync();

        Assert.False(await HasAsync(ObjectKey.Input(old)));
        Assert.False(await HasAsync(ObjectKey.Result(old)));
        Assert.Null(await fixture.Broker.Jobs.FindAsync(old, Token));
        Assert.True(await HasAsync(ObjectKey.Input(young)));
        Assert.NotNull(await fixture.Broker.Jobs.FindAsync(young, Token));
    }

    [Fact]
    public async Task A_picture_whose_request_has_not_ended_stays_however_old_it_is()
    {
        var waiting = await AcceptAsync(ended: false);
        fixture.Time.Advance(options.AgeMax * 2);

        await TurnAsync();

        Assert.True(await HasAsync(ObjectKey.Input(waiting)));
        Assert.NotNull(await fixture.Broker.Jobs.FindAsync(waiting, Token));
    }

    [Fact]
    public async Task Over_its_size_the_archive_gives_up_the_oldest_that_have_ended()
    {
        var ids = new List<RequestId>();
        foreach (var ended in new[] { false, true, true, true })
        {
            ids.Add(await AcceptAsync(ended));
            fixture.Time.Advance(TimeSpan.FromMinutes(1));
        }

        options.BytesMax = 3 * Picture.Length;
        await TurnAsync();

        Assert.True(await HasAsync(ObjectKey.Input(ids[0]))); // older, and waiting
        Assert.False(await HasAsync(ObjectKey.Input(ids[1])));
        Assert.True(await HasAsync(ObjectKey.Input(ids[3])));
    }

    [Fact]
    public async Task A_picture_whose_request_was_never_accepted_goes_after_a_day()
    {
        var orphan = RequestId.New(fixture.Time);
        await Archive.PutAsync(ObjectKey.Input(orphan), Picture, Durability.Process, Token);
        var accepted = await AcceptAsync(ended: true);
        await TurnAsync();
        Assert.True(await HasAsync(ObjectKey.Input(orphan)));

        fixture.Time.Advance(options.UnacceptedAgeMax + TimeSpan.FromMinutes(1));
        await TurnAsync();

        Assert.False(await HasAsync(ObjectKey.Input(orphan)));
        Assert.True(await HasAsync(ObjectKey.Input(accepted)));
    }

    [Fact]
    public async Task What_a_cut_off_write_left_behind_is_swept()
    {
        var key = ObjectKey.Input(await AcceptAsync(ended: true));
        var folder = Path.GetDirectoryName(Directory.GetFiles(fixture.Folder, key.Id.ToString(), SearchOption.AllDirectories)[0])!;
        var left = Path.Combine(folder, $".{key.Id}.0.0.tmp");
        await File.WriteAllBytesAsync(left, Picture, Token);
        await TurnAsync();
        Assert.True(File.Exists(left)); // it may still be written

        fixture.Time.Advance(TimeSpan.FromMinutes(10));
        await TurnAsync();

        Assert.False(File.Exists(left));
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    private async Task<RequestId> AcceptAsync(bool ended)
    {
        var job = Samples.Job(RequestId.New(fixture.Time));
        await Archive.PutAsync(ObjectKey.Input(job.Id), Picture, Durability.Process, Token);
        await fixture.Broker.Jobs.AcceptAsync(job, Token);
        if (ended)
        {
            await Archive.TryCreateAsync(ObjectKey.Result(job.Id), new byte[10], Durability.Process, Token);
            await fixture.Broker.Jobs.FinishAsync(Samples.Completion(job.Id), Token);
        }

        return job.Id;
    }

    private async Task<bool> HasAsync(ObjectKey key)
    {
        using var content = await Archive.GetAsync(key, Token);
        return content is not null;
    }

    private async Task TurnAsync()
    {
        using var retention = new Retention(Archive, fixture.Broker, Options.Create(options), fixture.Time, NullLogger<Retention>.Instance);
        await retention.TurnAsync(Token);
    }
}
