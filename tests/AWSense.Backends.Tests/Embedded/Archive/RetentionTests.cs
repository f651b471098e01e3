using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Tests.Embedded.Archive;

public sealed class RetentionTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly InProcessBackend backend = new();
    private readonly RetentionOptions options = new() { FreeBytesMin = 0 };
    private readonly FileObjectStore store;

    public RetentionTests() => store = new(folder.Path, options, backend.Time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await backend.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_is_too_old_goes_with_its_job()
    {
        var old = await KeepAsync(age: TimeSpan.FromDays(31), RequestState.Succeeded);
        var young = await KeepAsync(age: TimeSpan.FromDays(29), RequestState.Succeeded);

        await TurnAsync();

        await AssertGoneAsync(old);
        Assert.Null(await backend.Jobs.FindAsync(old, Token));
        await AssertKeptAsync(young);
        Assert.NotNull(await backend.Jobs.FindAsync(young, Token));
    }

    [Fact]
    public async Task An_input_of_a_request_that_has_not_ended_stays_however_old()
    {
        var waiting = await KeepAsync(age: TimeSpan.FromDays(400), state: null);
        options.BytesMax = 0;

        await TurnAsync();

        await AssertKeptAsync(waiting);
        Assert.NotNull(await backend.Jobs.FindAsync(waiting, Token));
    }

    [Fact]
    public async Task Over_the_size_the_oldest_that_have_ended_go_first()
    {
        var waiting = await KeepAsync(age: TimeSpan.FromHours(9), state: null);
        var oldest = await KeepAsync(age: TimeSpan.FromHours(8), RequestState.Failed);
        var newer = await KeepAsync(age: TimeSpan.FromHours(7), RequestState.Succeeded);
        options.BytesMax = 450; // of 3 inputs of 100 bytes and 3 results of 100

        await TurnAsync();

        await AssertKeptAsync(waiting);
        Assert.Null(await store.GetAsync(ObjectKey.Input(oldest), Token));
        Assert.Null(await store.GetAsync(ObjectKey.Input(newer), Token));
        Assert.NotNull(await store.GetAsync(ObjectKey.Result(newer), Token));
        Assert.NotNull(await backend.Jobs.FindAsync(oldest, Token)); // the job tells that it was there
    }

    [Fact]
    public async Task A_picture_that_was_never_accepted_goes_after_a_day()
    {
        var (old, young) = (await UploadAsync(TimeSpan.FromHours(25)), await UploadAsync(TimeSpan.FromHours(23)));
        var accepted = await KeepAsync(age: TimeSpan.FromHours(26), RequestState.Succeeded);

        await TurnAsync();

        await AssertGoneAsync(old);
        Assert.NotNull(await store.GetAsync(ObjectKey.Input(young), Token));
        await AssertKeptAsync(accepted);
    }

    [Fact]
    public async Task A_picture_that_is_about_to_be_accepted_stays_however_little_room_there_is()
    {
        await KeepAsync(age: TimeSpan.FromHours(2), state: null);
        var uploading = await UploadAsync(TimeSpan.FromSeconds(1));
        options.BytesMax = 0;

        await TurnAsync();

        Assert.NotNull(await store.GetAsync(ObjectKey.Input(uploading), Token));
    }

    [Fact]
    public async Task Idempotency_keys_go_after_a_day_and_answers_with_the_archive()
    {
        var (key, answer) = (ObjectKey.OfHash(ObjectKind.IdempotencyKey, new('a', 64)), ObjectKey.OfHash(ObjectKind.Answer, new('b', 64)));
        await store.PutAsync(key, new byte[1], Durability.Process, Token);
        await store.PutAsync(answer, new byte[1], Durability.Process, Token);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, backend.Time.GetUtcNow().UtcDateTime); // the system's clock has written another
        }

        backend.Time.Advance(TimeSpan.FromHours(23));
        await TurnAsync();
        Assert.NotNull(await store.GetAsync(key, Token));

        backend.Time.Advance(TimeSpan.FromHours(2));
        await TurnAsync();
        Assert.Null(await store.GetAsync(key, Token));
        Assert.NotNull(await store.GetAsync(answer, Token));

        backend.Time.Advance(TimeSpan.FromDays(30));
        await TurnAsync();
        Assert.Null(await store.GetAsync(answer, Token));
    }

    [Fact]
    public async Task Every_turn_looks_again_at_what_became_too_old()
    {
        var retention = New();
        var first = await UploadAsync(TimeSpan.FromHours(25));
        var accepted = await KeepAsync(age: TimeSpan.FromHours(24.5), RequestState.Succeeded);
        var second = await UploadAsync(TimeSpan.FromHours(23));
        await retention.TurnAsync(Token);
        Assert.NotNull(await store.GetAsync(ObjectKey.Input(second), Token));

        backend.Time.Advance(TimeSpan.FromHours(2));
        await retention.TurnAsync(Token);

        await AssertGoneAsync(first);
        await AssertGoneAsync(second);
        await AssertKeptAsync(accepted);
    }

    [Fact]
    public async Task It_looks_over_the_archive_at_start_and_every_ten_minutes()
    {
        using var retention = New();
        var first = await UploadAsync(TimeSpan.FromHours(25));
        await retention.StartAsync(Token);
        await Eventually.HoldsAsync(async () => await store.GetAsync(ObjectKey.Input(first), Token) is null, "the first turn removed the picture");

        var second = await UploadAsync(TimeSpan.FromHours(25));
        await Eventually.HoldsAsync(
            async () =>
            {
                backend.Time.Advance(TimeSpan.FromMinutes(10));
                return await store.GetAsync(ObjectKey.Input(second), Token) is null;
            },
            "a later turn removed the picture");

        await retention.StopAsync(Token);
    }

    private Retention New() => new(store, new(folder.Path), backend.Broker, Options.Create(options), backend.Time, NullLogger<Retention>.Instance);

    private Task TurnAsync() => New().TurnAsync(Token);

    private async Task<RequestId> UploadAsync(TimeSpan age)
    {
        var id = Some.IdOf(backend.Time.GetUtcNow() - age);
        await store.PutAsync(ObjectKey.Input(id), new byte[100], Durability.Process, Token);
        return id;
    }

    /// <summary>A request with its job, and when it has ended with its result.</summary>
    private async Task<RequestId> KeepAsync(TimeSpan age, RequestState? state)
    {
        var id = await UploadAsync(age);
        await backend.Jobs.AcceptAsync(Some.Job(id), Token);
        await store.PutAsync(ObjectKey.Result(id), new byte[100], Durability.Process, Token);
        if (state is { } final)
        {
            await backend.Jobs.FinishAsync(Some.Completion(id, final), Token);
        }

        return id;
    }

    private async Task AssertKeptAsync(RequestId id)
    {
        Assert.NotNull(await store.GetAsync(ObjectKey.Input(id), Token));
        Assert.NotNull(await store.GetAsync(ObjectKey.Result(id), Token));
    }

    private async Task AssertGoneAsync(RequestId id)
    {
        Assert.Null(await store.GetAsync(ObjectKey.Input(id), Token));
        Assert.Null(await store.GetAsync(ObjectKey.Result(id), Token));
    }
}
