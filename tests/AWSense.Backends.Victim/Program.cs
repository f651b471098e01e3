using AWSense.Backends.Embedded.Broker;
using AWSense.Core;
using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;

// Sends requests to a broker's file from many tasks until it is killed, and prints the id of every one that was acknowledged.
const int Senders = 16;
var output = Console.Out; // synchronized, and flushed with every line
await using var broker = EmbeddedBroker.Open(
    args[0], new LimitOptions(), new LeaseOptions(), TimeProvider.System, NullLogger<EmbeddedBroker>.Instance);
await Task.WhenAll(Enumerable.Range(0, Senders).Select(number => Task.Run(() => SendAsync(number % 2 == 0 ? Lane.Interactive : Lane.Bulk))));

async Task SendAsync(Lane lane)
{
    while (true)
    {
        var now = TimeProvider.System.GetUtcNow();
        var request = new ClassificationRequest(
            RequestId.New(TimeProvider.System), new string('a', 64), 1, new ModelVersion("m", "1"), 5, 0, "embedded:none", now, now.AddHours(1));
        await broker.Requests.SendAsync(request, lane, Durability.PowerLoss, CancellationToken.None);
        output.WriteLine(request.Id);
    }
}
