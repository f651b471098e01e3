using System.Diagnostics;

namespace AWSense.Backends.Tests.Support;

/// <summary>Waits for what other threads and processes do, and gives up in words.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                Assert.Fail($"In {Patience} it never came to this: {what}.");
            }

            await Task.Delay(Pace, TestContext.Current.CancellationToken);
        }
    }

    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);
}
