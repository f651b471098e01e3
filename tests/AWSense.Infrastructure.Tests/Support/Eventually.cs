using System.Diagnostics;

namespace AWSense.Infrastructure.Tests.Support;

/// <summary>Waits for what other processes do, and gives up in words.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task HoldsAsync(Func<bool> condition, Func<string> what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"In {Patience} it never came to this: {what()}");
            await Task.Delay(100);
        }
    }
}
