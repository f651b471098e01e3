using System.Globalization;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Aws;

/// <summary>What a picture costs at SQS, which counts calls.</summary>
[Collection(OnFauxqs.Name)]
public sealed class CallCountTests(FauxqsServer server)
{
    private const int Sent = 2000;

    [Fact]
    public async Task Under_load_a_picture_costs_at_most_one_and_a_half_calls()
    {
        await using var backend = await AwsBackend.StartAsync(server);
        await using var inbox = await backend.WebResponses.OpenAsync(Token);
        var before = backend.Calls.Counts.Where(call => IsOfSqs(call.Key)).Sum(call => call.Value);

        var answers = AnswersAsync(inbox);
        var sends = Parallel.ForEachAsync(Some.Requests(Sent), new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (request, _) =>
            await backend.Requests.SendAsync(request with { ReplyTo = inbox.Address }, Lane.Interactive, Durability.Process, Token));
        var left = Sent;
        var workers = Enumerable.Range(0, 3).Select(_ => WorkAsync(backend, () => Volatile.Read(ref left), taken => Interlocked.Add(ref left, -taken)));
        await Task.WhenAll(workers.Append(sends).Append(answers));

        var calls = backend.Calls.Counts.Where(call => IsOfSqs(call.Key)).OrderByDescending(call => call.Value).ToList();
        var each = (calls.Sum(call => call.Value) - before) / (double)Sent;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{each:0.00} SQS calls a picture: {string.Join(", ", calls)}"));
        Assert.InRange(each, 0, 1.5);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static bool IsOfSqs(string name) => name.Any(char.IsLower); // S3's are named by their HTTP method

    /// <summary>A worker with four pictures in the model and six more leased, each of which takes some milliseconds.</summary>
    private static async Task WorkAsync(AwsBackend backend, Func<int> left, Action<int> took)
    {
        while (left() > 0)
        {
            var leases = await backend.Requests.ReceiveAsync(QueueLimits.ReceiveMax, TimeSpan.FromSeconds(1), Token);
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
