using AWSense.Backends.Tests.Support;
using AWSense.Core.Fleet;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IPresence"/> promises.</summary>
public abstract class PresenceContract : BackendContract
{
    /// <summary>Whether a word takes its time to be read.</summary>
    protected virtual bool WordsTravel => false;

    [Fact]
    public async Task Nobody_is_there_at_first()
    {
        await using var backend = await OpenAsync();

        Assert.Empty(await backend.Presence.ReadAsync(Token));
    }

    [Fact]
    public async Task Every_worker_is_there_with_its_last_word()
    {
        await using var backend = await OpenAsync();
        await backend.Presence.ReportAsync(Some.Worker("one", WorkerState.Booting), Token);
        await backend.Presence.ReportAsync(Some.Worker("two", WorkerState.Busy), Token);

        await backend.Presence.ReportAsync(Some.Worker("one", WorkerState.Draining), Token);

        var expected = new[] { Some.Worker("one", WorkerState.Draining), Some.Worker("two", WorkerState.Busy) };
        if (WordsTravel)
        {
            await Eventually.HoldsAsync(async () => expected.SequenceEqual(await ReadAsync(backend)), "both are there with their last word");
        }

        Assert.Equal(expected, await ReadAsync(backend));
    }

    private static async Task<IEnumerable<WorkerStatus>> ReadAsync(Backend backend) =>
        (await backend.Presence.ReadAsync(Token)).OrderBy(worker => worker.WorkerId, StringComparer.Ordinal);
}
