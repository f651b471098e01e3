using AWSense.Backends.Embedded.Fleet;
using AWSense.Backends.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Backends.Tests.Embedded.Fleet;

public sealed class CrashLogTests
{
    private readonly FakeTimeProvider time = new(Some.Noon);
    private readonly CrashLog log;

    public CrashLogTests() => log = new(new FleetOptions().RestartDelayMax, time);

    [Fact]
    public void The_delay_doubles_with_every_crash_up_to_five_seconds()
    {
        var delays = Enumerable.Range(0, 20).Select(_ => log.Add().TotalMilliseconds).ToList();

        Assert.Equal([100, 200, 400, 800, 1600, 3200, 5000, 5000], delays.Take(8));
        Assert.All(delays.Skip(8), delay => Assert.Equal(5000, delay));
    }

    [Fact]
    public void A_crash_is_forgotten_after_a_minute()
    {
        log.Add();
        time.Advance(TimeSpan.FromSeconds(59));
        log.Add();
        Assert.Equal(2, log.Count);

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, log.Count);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, log.Count);
        Assert.Equal(100, log.Add().TotalMilliseconds);
    }
}
