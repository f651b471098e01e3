using System.Diagnostics;

namespace AWSense.SystemTests.Hosting;

/// <summary>Waits for what other processes do, and gives up in words.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    public static async Task Async(Func<Task<bool>> condition, TimeSpan patience, Func<string> complaint)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > patience)
            {
                Assert.Fail(complaint());
            }

            await Task.Delay(Pace);
        }
    }
}
