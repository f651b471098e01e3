using System.Globalization;
using System.Net;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Aws;

/// <summary>Many pictures through processes of both tiers, and what they cost.</summary>
[Collection(OnFauxqs.Name)]
public sealed class AwsLoadTests(FauxqsServer server)
{
    private const int PicturesSent = 2000;
    private const int ClientsAtOnce = 200;

    [Fact]
    public async Task Two_thousand_pictures_get_their_own_answers()
    {
        await using var aws = await AwsDeployment.StartAsync(server, new Dictionary<string, string> { ["AWSENSE__Lease__Duration"] = "00:00:30" });
        Uri[] webs = [aws.StartWeb().Address, aws.StartWeb().Address];
        for (var number = 0; number < 3; number++)
        {
            aws.StartWorker($"worker-{number}");
        }

        await Task.WhenAll(webs.Select(aws.WaitUntilReadyAsync));
        aws.Proxy.ForgetCalls();
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, PicturesSent), new ParallelOptions { MaxDegreeOfParallelism = ClientsAtOnce }, async (number, _) =>
        {
            var sample = Pictures.Names[number % Pictures.Names.Count];
            var (status, text) = await aws.UploadAsync(webs[number % 2], "myfile", Pictures.Variant(sample, number));
            Assert.Equal((HttpStatusCode.OK, Pictures.SampleLabels[sample]), (status, text));
        });

        var rate = PicturesSent / System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
        var calls = aws.Proxy.Calls.OrderByDescending(call => call.Value).ToList();
        var perPicture = calls.Sum(call => call.Value) / (double)PicturesSent;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate:0} pictures/s, {perPicture:0.00} SQS calls a picture: {string.Join(", ", calls)}"));

        // On a machine this small nobody has ten pictures within five milliseconds, so most calls carry one operation, of five that a picture needs.
        Assert.InRange(perPicture, 0, 6);
    }
}
