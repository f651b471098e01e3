using System.Security.Cryptography;
using System.Text;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Ledger;
using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Tests.Fakes;
using AWSense.Verifying;

namespace AWSense.Tests.Verifying;

/// <summary>A ledger with one thing wrong, each in turn.</summary>
public sealed class LedgerCheckTests
{
    private static readonly ModelVersion Model = new("small", "1");

    private readonly EagerTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeObjectStore archive = new();
    private readonly Dictionary<RequestId, JobRecord> jobs = [];
    private readonly HashSet<RequestId> queued = [];
    private bool queueIsKnown = true;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ledger_with_answered_failed_refused_and_queued_requests_is_proven()
    {
        await AddAsync();
        await AddAsync(RequestState.Failed, ErrorCodes.ImageUnreadable);
        var open = await AddAsync(RequestState.Queued);
        queued.Add(open);
        var ending = await AddAsync(RequestState.Queued); // its worker died behind the archive
        queued.Add(ending);
        await PutResultAsync(ending, RequestState.Succeeded, null, jobs[ending].Sha256);
        var refused = Add(RequestState.Failed, ErrorCodes.EntryEmpty, bytes: 0);
        await PutResultAsync(refused, RequestState.Failed, ErrorCodes.EntryEmpty, null);

        var report = await RunAsync();

        Assert.True(report.Proven);
        Assert.Empty(report.Findings);
        Assert.Equal((5, 2, 4, 4, 4), (report.Requests, report.Queued, report.Results, report.Pictures, report.PicturesHashed));
        Assert.Equal((1, 2), (report.Ended["succeeded"], report.Ended["failed"]));
    }

    [Fact]
    public async Task A_request_that_is_neither_queued_nor_answered_is_lost()
    {
        await AddAsync();
        var id = await AddAsync(RequestState.Queued);

        var report = await RunAsync();

        Assert.False(report.Proven);
        Assert.Equal(0, report.Queued);
        AssertOnly("lost", id, report);
    }

    [Fact]
    public async Task An_end_without_its_result_is_told()
    {
        var id = await AddAsync();
        await archive.DeleteAsync(ObjectKey.Result(id), Token);

        AssertOnly("result-missing", id, await RunAsync());
    }

    [Fact]
    public async Task A_result_that_is_no_json_is_told()
    {
        var id = await AddAsync();
        await archive.PutAsync(ObjectKey.Result(id), "{"u8.ToArray(), Durability.Process, Token);

        AssertOnly("result-unreadable", id, await RunAsync());
    }

    [Fact]
    public async Task A_result_of_another_picture_is_told()
    {
        var id = await AddAsync();
        await PutResultAsync(id, RequestState.Succeeded, null, new string('0', 64));

        AssertOnly("result-foreign", id, await RunAsync());
    }

    [Fact]
    public async Task A_result_under_another_requests_key_is_told()
    {
        var (id, other) = (await AddAsync(), await AddAsync());
        archive.Objects.TryGetValue(ObjectKey.Result(other), out var bytes);
        await archive.PutAsync(ObjectKey.Result(id), bytes, Durability.Process, Token);

        AssertOnly("result-foreign", id, await RunAsync());
    }

    [Fact]
    public async Task A_record_that_tells_another_end_than_the_result_is_told()
    {
        var id = await AddAsync();
        jobs[id] = jobs[id] with { State = RequestState.Expired, ErrorCode = ErrorCodes.Expired };

        AssertOnly("state-disagrees", id, await RunAsync());
    }

    [Fact]
    public async Task A_result_whose_record_never_learnt_of_it_is_told()
    {
        var id = await AddAsync();
        jobs[id] = jobs[id] with { State = RequestState.Queued };

        AssertOnly("state-disagrees", id, await RunAsync());
    }

    [Fact]
    public async Task A_result_without_a_request_is_told()
    {
        var id = await AddAsync();
        jobs.Remove(id);

        var report = await RunAsync();

        AssertOnly("result-without-request", id, report with { Findings = [.. report.Findings.Where(group => group.Fault)] });
    }

    [Theory]
    [InlineData("other bytes", "picture-damaged")]
    [InlineData(null, "picture-missing")]
    public async Task A_picture_that_is_not_what_was_accepted_is_told(string? bytes, string kind)
    {
        var id = await AddAsync();
        await archive.DeleteAsync(ObjectKey.Input(id), Token);
        if (bytes is not null)
        {
            await archive.PutAsync(ObjectKey.Input(id), Encoding.UTF8.GetBytes(bytes), Durability.Process, Token);
        }

        AssertOnly(kind, id, await RunAsync());
    }

    [Fact]
    public async Task What_a_full_archive_has_removed_is_no_fault()
    {
        var id = await AddAsync();
        await archive.DeleteAsync(ObjectKey.Input(id), Token);
        await archive.DeleteAsync(ObjectKey.Result(id), Token);

        var report = await RunAsync(new() { BytesMax = 0 });

        Assert.True(report.Proven);
        Assert.Equal(2, Assert.Single(report.Findings).Count);
        Assert.Equal("given-up", report.Findings[0].Kind);
    }

    [Fact]
    public async Task Where_the_queue_cant_be_asked_a_request_without_a_sign_of_life_counts_as_never_acknowledged_behind_its_deadline()
    {
        queueIsKnown = false;
        var id = await AddAsync(RequestState.Queued);
        Assert.Empty((await RunAsync()).Findings);

        time.Advance(TimeSpan.FromHours(2));
        var report = await RunAsync();

        Assert.True(report.Proven);
        AssertOnly("never-acknowledged", id, report);
    }

    [Fact]
    public async Task Where_the_queue_cant_be_asked_a_request_that_was_begun_and_never_ended_is_lost()
    {
        queueIsKnown = false;
        var id = await AddAsync(RequestState.Queued);
        jobs[id] = jobs[id] with { StartedMarks = 2 };
        time.Advance(TimeSpan.FromHours(2));

        AssertOnly("lost", id, await RunAsync());
    }

    [Fact]
    public async Task What_ends_between_two_reads_is_no_fault()
    {
        var id = await AddAsync(RequestState.Queued);
        var reads = 0;

        var report = await RunAsync(looked: () =>
        {
            if (++reads == 2) // the record is looked at again
            {
                jobs[id] = jobs[id] with { State = RequestState.Failed, ErrorCode = ErrorCodes.ImageUnreadable };
                PutResultAsync(id, RequestState.Failed, ErrorCodes.ImageUnreadable, null).GetAwaiter().GetResult();
            }
        });

        Assert.Empty(report.Findings);
    }

    private static void AssertOnly(string kind, RequestId id, LedgerReport report)
    {
        var group = Assert.Single(report.Findings);
        Assert.Equal((kind, 1L), (group.Kind, group.Count));
        Assert.Equal(id.ToString(), Assert.Single(group.Examples).Id);
    }

    private Task<LedgerReport> RunAsync(RetentionOptions? retention = null, Action? looked = null) => LedgerCheck.RunAsync(
        new("test", new Source(this, looked ?? (() => { })), archive, new LimitOptions(), retention ?? new()), progress: null, time, Token);

    private async Task<RequestId> AddAsync(RequestState state = RequestState.Succeeded, string? error = null)
    {
        var id = Add(state, error, bytes: 36);
        await archive.PutAsync(ObjectKey.Input(id), PictureOf(id), Durability.Process, Token);
        if (state.IsFinal())
        {
            await PutResultAsync(id, state, error, state == RequestState.Succeeded ? jobs[id].Sha256 : null);
        }

        return id;
    }

    private RequestId Add(RequestState state, string? error, long bytes)
    {
        var id = RequestId.New(time);
        jobs[id] = new(
            id, time.GetUtcNow(), Lane.Interactive, Model, "photo.jpg", Convert.ToHexStringLower(SHA256.HashData(PictureOf(id))), bytes, "jpeg", state, ErrorCode: error);
        return id;
    }

    private static byte[] PictureOf(RequestId id) => Encoding.UTF8.GetBytes(id.ToString());

    private Task PutResultAsync(RequestId id, RequestState state, string? error, string? sha256) => archive.PutAsync(
        ObjectKey.Result(id),
        ResultJson.Serialize(new ClassificationResult(
            id, state, Model, [], sha256 is null ? null : new("jpeg", 1, 1, sha256), error is null ? null : new(error, "It failed."), DeadLetter: false,
            time.GetUtcNow(), time.GetUtcNow(), new())),
        Durability.Process, Token);

    private sealed class Source(LedgerCheckTests test, Action looked) : ILedgerSource
    {
        public Task<IReadOnlyList<JobRecord>> ListAsync(RequestId? before, int max, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<JobRecord>>(before is null ? [.. test.jobs.Values] : []);

        public Task<JobRecord?> FindAsync(RequestId id, CancellationToken cancellationToken) => Task.FromResult(test.jobs.GetValueOrDefault(id));

        public Task<bool?> IsQueuedAsync(RequestId id, CancellationToken cancellationToken)
        {
            looked();
            return Task.FromResult<bool?>(test.queueIsKnown ? test.queued.Contains(id) : null);
        }
    }
}
