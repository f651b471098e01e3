using AWSense.Core.Requests;
using AWSense.Web.Batches;

namespace AWSense.Tests.Web.Batches;

public sealed class BatchEtaTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000);

    [Fact]
    public void A_steady_pace_is_carried_on_without_error()
    {
        Assert.Equal(new BatchEta(50, 0), Guess(left: 5_000, 100, 100, 100, 100, 100));
    }

    [Fact]
    public void The_error_is_that_of_the_mean_pace()
    {
        // Mean 100, standard deviation 20, of 4 seconds: 1.96 × 20 / 2 is 19.6 % of 50 s.
        var guess = Guess(left: 5_000, 100, 100 - 24.4949, 100, 100 + 24.4949);

        Assert.Equal(50, guess!.Seconds, 0.5);
        Assert.Equal(9.8, guess.ErrorSeconds!.Value, 0.3);
    }

    [Fact]
    public void Without_anything_that_ended_or_anything_left_there_is_no_guess()
    {
        Assert.Null(Guess(left: 5));
        Assert.Null(Guess(left: 0, 1, 2, 3));
    }

    private static BatchEta? Guess(int left, params double[] paces)
    {
        // The second before the first whole one is the one that began in its middle.
        var ended = paces.Select((pace, second) => (Key: 1_000L - paces.Length + second, Value: (int)Math.Round(pace))).ToDictionary(pair => pair.Key, pair => pair.Value);
        if (paces.Length > 0)
        {
            ended[1_000L - paces.Length - 1] = 7;
        }

        return BatchEta.Of(new(new Dictionary<RequestState, int> { [RequestState.Queued] = left }, ended), Now);
    }
}
