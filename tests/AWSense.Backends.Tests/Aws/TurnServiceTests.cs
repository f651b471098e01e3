using AWSense.Backends.Aws;
using AWSense.Backends.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Backends.Tests.Aws;

public sealed class TurnServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_that_fails_is_followed_by_another_at_the_same_pace()
    {
        var time = new FakeTimeProvider();
        var turns = 0;
        using var service = new TurnService("Trying", TimeSpan.FromMinutes(1), _ => ++turns == 1 ? throw new IOException("no") : Task.CompletedTask, time, NullLogger<TurnService>.Instance);

        await service.StartAsync(Token);
        await Eventually.HoldsAsync(() => turns == 1, "the first turn is at once");
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return turns >= 3;
            },
            "others follow");
        await service.StopAsync(Token);

        Assert.True(service.ExecuteTask!.IsCompletedSuccessfully);
    }
}
