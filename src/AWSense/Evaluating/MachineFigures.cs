namespace AWSense.Evaluating;

/// <summary>What a simulation has to know of a machine.</summary>
/// <param name="Overhead">Time that a picture keeps a worker busy besides its artificial service time.</param>
/// <param name="Boot">Time from the order of a worker to its first request, when no other boots.</param>
/// <param name="BootCrowding">What each other worker that boots at the same time adds to that.</param>
internal sealed record MachineFigures(TimeSpan Overhead, TimeSpan Boot, TimeSpan BootCrowding)
{
    /// <summary>A machine with two cores, about: for estimates before anything was measured, and for what couldn't be.</summary>
    public static readonly MachineFigures Guess = new(TimeSpan.FromMilliseconds(15), TimeSpan.FromSeconds(0.7), TimeSpan.FromSeconds(0.2));

    /// <summary>Learns from what was seen live: the mean of the boots alone, and the mean excess of the others for each companion.</summary>
    /// <param name="overhead">See <see cref="Overhead"/>.</param>
    /// <param name="boots">Each boot, and how many booted at the same time, itself included.</param>
    public static MachineFigures Learn(TimeSpan overhead, IReadOnlyCollection<(TimeSpan Boot, int Together)> boots)
    {
        var alone = boots.Where(boot => boot.Together == 1).Select(boot => boot.Boot.TotalSeconds).DefaultIfEmpty(Guess.Boot.TotalSeconds).Average();
        var crowding = boots
            .Where(boot => boot.Together > 1)
            .Select(boot => (boot.Boot.TotalSeconds - alone) / (boot.Together - 1))
            .DefaultIfEmpty(Guess.BootCrowding.TotalSeconds)
            .Average();
        return new(overhead, TimeSpan.FromSeconds(alone), TimeSpan.FromSeconds(Math.Max(0, crowding)));
    }
}
