using System.Globalization;
using AWSense.Backends.Aws;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Tests.Aws;

/// <summary>What a picture costs at SQS, which counts calls. They take long, so they have a server of their own.</summary>
public sealed class CallCountTests(FauxqsServer server) : IClassFixture<FauxqsServer>
{
    private const int Sent = 2000;
    private const int Workers = 3;

    [Theory]
    [InlineData(100, 10, 1.5)]
    [InlineData(10, 10, 1.5)]
    [InlineData(3, 10, 5)]
    [InlineData(100, 4, 2.5)]
    [InlineData(100, 2, 3.5)] // a worker of one slot, with the one that it leases beyond of slow pictures
    [InlineData(100, 1, 5)]
    public async Task A_picture_costs_the_fewer_calls_the_more_come_and_are_leased_at_once(int clients, int leasesAtOnce, double most)
    {
        await using var web = await AwsBackend.StartAsync(server);
        await using var inbox = await web.WebResponses.OpenAsync(Token);
        var workers = Enumerable.Range(0, Workers).Select(_ => AwsBackend.Open(server.Address, web.Get<IOptions<AwsOptions>>().Value.Prefix)).ToList();
        var before = CallsOf(web).Values.Sum();

        var answers = AnswersAsync(inbox);
        var sends = Parallel.ForEachAsync(Some.Requests(Sent), new ParallelOptions { MaxDegreeOfParallelism = clients }, async (request, _) =>
            await web.Requests.SendAsync(request with { ReplyTo = inbox.Address }, Lane.Interactive, Durability.Process, Token));
        var left = Sent;
        var working = workers.Select(worker => WorkAsync(worker, leasesAtOnce, () => Volatile.Read(ref left), taken => Interlocked.Add(ref left, -taken)));
        await Task.WhenAll(working.Append(sends).Append(answers));

        var calls = workers.Append(web).SelectMany(CallsOf).GroupBy(call => call.Key, call => call.Value).Select(call => (call.Key, Count: call.Sum())).OrderByDescending(call => call.Count).ToList();
        var each = (calls.Sum(call => call.Count) - before) / (double)Sent;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{each:0.00} SQS calls a picture: {string.Join(", ", calls)}"));
        foreach (var worker in workers)
        {
            await worker.DisposeAsync();
        }

        Assert.InRange(each, 0, most);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // Those of S3 are named by their HTTP method.
    private static Dictionary<string, int> CallsOf(AwsBackend process) => new(process.Calls.Counts.Where(call => call.Key.Any(char.IsLower)));

    /// <summary>A worker that leases so many at once, four of which are in the model, where a picture takes some milliseconds. No other shares its calls.</summary>
    private static async Task WorkAsync(AwsBackend backend, int leasesAtOnce, Func<int> left, Action<int> took)
    {
        while (left() > 0)
        {
            var leases = await backend.Requests.ReceiveAsync(leasesAtOnce, TimeSpan.FromSeconds(1), Token);
            await Task.WhenAll(leases.Select(async (lease, place) =>
            {
                await Task.Delay(5 * ((place / 4) + 1), Token);
                await backend.WorkerResponses.SendAsync(lease.Request.ReplyTo, Some.Reply(), Token);
                await backend.Requests.CompleteAsync(lease, Token);
            }));
            took(leases.Count);
        }
    }

    private static async Task AnswersAsync(IResponseInbox inbox)
    {
        for (var got = 0; got < Sent;)
        {
            got += (await inbox.ReceiveAsync(TimeSpan.FromSeconds(10), Token)).Count;
        }
    }
}
