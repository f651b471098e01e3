using AWSense.Backends.Embedded.Wire;
using AWSense.Backends.Tests.Support;

namespace AWSense.Backends.Tests.Embedded.Wire;

public sealed class SessionTests
{
    [Fact]
    public async Task A_session_ends_well_though_its_waits_end_at_that_moment()
    {
        await using var backend = await WireBackend.StartAsync();
        for (var round = 0; round < 100; round++)
        {
            var session = new BrokerSession(backend.Broker);
            for (var number = 1UL; number <= 200; number++)
            {
                session.Begin(new() { Number = number, Receive = new() { MaxRequests = 1, WaitMilliseconds = (long)number % 8 } });
            }

            await session.DisposeAsync();
        }
    }
}
