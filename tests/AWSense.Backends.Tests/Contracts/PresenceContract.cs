using AWSense.Core.Fleet;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IPresence"/> must keep. Nobody is there when a test begins.</summary>
public abstract class PresenceContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IPresence Presence { get; }

    [Fact]
    public async Task The_last_word_of_every_worker_is_read()
    {
        await Presence.ReportAsync(Samples.Status("one", WorkerState.Booting), Token);
        await Presence.ReportAsync(Samples.Status("two"), Token);
        await Presence.ReportAsync(Samples.Status("one", WorkerState.Busy), Token);

        var words = await Presence.ReadAsync(Token);

        Assert.Equal(
            [Samples.Status("one", WorkerState.Busy), Samples.Status("two")], words.OrderBy(word => word.WorkerId, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_there_at_first() => Assert.Empty(await Presence.ReadAsync(Token));
}
