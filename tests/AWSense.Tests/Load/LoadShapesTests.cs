using AWSense.Load.Planning;

namespace AWSense.Tests.Load;

/// <summary>Open loads made of workloads and recordings.</summary>
public sealed class LoadShapesTests
{
    [Fact]
    public void A_burst_is_sent_at_once_without_the_wait_before_it()
    {
        var shape = LoadShapes.Named("burst:3:1s:10m", seed: 1, speed: 1);

        Assert.Equal([0, 0, 0], shape.Arrivals);
        Assert.Equal("burst:3:1s:10m, 3 requests", shape.Name);
    }

    [Fact]
    public void Phases_of_silence_stay_between_those_of_load()
    {
        var arrivals = LoadShapes.Named("onoff:5:10s:60s:5m", seed: 3, speed: 1).Arrivals.ToList();

        Assert.Equal(0, arrivals[0]);
        Assert.Equal(arrivals.Order(), arrivals);
        Assert.True(arrivals.Zip(arrivals.Skip(1), (before, after) => after - before).Max() > 5, "there is no silence");
        Assert.True(arrivals[^1] <= 300);
    }

    [Fact]
    public void The_same_seed_gives_the_same_load_and_speed_draws_it_together()
    {
        var usual = LoadShapes.Named("poisson:10:1m", seed: 7, speed: 1).Arrivals.ToList();
        var again = LoadShapes.Named("poisson:10:1m", seed: 7, speed: 1).Arrivals.ToList();
        var other = LoadShapes.Named("poisson:10:1m", seed: 8, speed: 1).Arrivals.ToList();
        var fast = LoadShapes.Named("poisson:10:1m", seed: 7, speed: 60);

        Assert.Equal(usual, again);
        Assert.NotEqual(usual, other);
        Assert.Equal(usual.Select(at => at / 60), fast.Arrivals);
        Assert.EndsWith(", 60 times as fast", fast.Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("second,requests\n10,2\n11,0\n13,1\n", new[] { 0, 0.5, 3 })]
    [InlineData("arrival_s,service_s\n2.5,1\n2.75,1\n9,4\n", new[] { 0, 0.25, 6.5 })]
    public void A_recording_is_sent_as_it_came_from_its_first_request_on(string text, double[] expected)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);

            var shape = LoadShapes.Recorded(path, seed: 1, speed: 1);
            var twice = LoadShapes.Recorded(path, seed: 1, speed: 2);

            Assert.Equal(expected, shape.Arrivals);
            Assert.Equal(expected.Select(at => at / 2), twice.Arrivals);
            Assert.Equal($"{Path.GetFileName(path)}, 3 requests", shape.Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("second,requests\n10,0\n", "has no requests")]
    [InlineData("second,requests\n10,x\n", "line 2")]
    [InlineData("at,what\n", "the first line is 'at,what'")]
    public void A_file_that_is_no_recording_is_told(string text, string expected)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);

            var message = Assert.Throws<InvalidDataException>(() => LoadShapes.Recorded(path, seed: 1, speed: 1)).Message;

            Assert.Contains(expected, message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_name_that_is_none_is_told_with_those_that_are()
    {
        var message = Assert.Throws<FormatException>(() => LoadShapes.Named("tide", seed: 1, speed: 1)).Message;

        Assert.Contains("burst:N", message, StringComparison.Ordinal);
    }
}
