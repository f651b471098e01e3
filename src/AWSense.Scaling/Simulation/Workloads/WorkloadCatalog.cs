using System.Globalization;

namespace AWSense.Scaling.Simulation.Workloads;

/// <summary>The workloads that have a name.</summary>
public static class WorkloadCatalog
{
    private const int BurstMax = 1_000_000;
    private const int BurstPhases = 20;

    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan VeryPatient = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BurstAt = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RunMax = TimeSpan.FromDays(7);
    private static readonly TimeSpan RunStandard = TimeSpan.FromHours(1);

    /// <summary>The workloads of the suite that are drawn rather than recorded.</summary>
    public static IReadOnlyList<WorkloadRecipe> Suite { get; } =
    [
        new() { Name = "const", Horizon = TimeSpan.FromHours(4), LatencyLimit = Usual, Arrivals = random => ArrivalProcess.Poisson(random, 5) },
        Curve("diurnal", TimeSpan.FromHours(6), Usual, RateCurve.DayMax, RateCurve.Diurnal),
        Curve("flash", TimeSpan.FromHours(2), Patient, RateCurve.DayMax, RateCurve.Flash),
        Curve("stairs", TimeSpan.FromMinutes(160), Patient, RateCurve.StairsMax, RateCurve.Stairs),
        new() { Name = "onoff", Horizon = TimeSpan.FromHours(3), LatencyLimit = VeryPatient, Arrivals = random => ArrivalProcess.OnOff(random, 10) },
    ];

    /// <summary>How the names are written, for help and errors.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Suite.Select(recipe => recipe.Name),
        "poisson:RATE[:LENGTH]",
        "constant:RATE[:LENGTH]",
        "ramp:RATE..RATE:LENGTH",
        "onoff:RATE:ON:OFF[:LENGTH]",
        "burst:N[:SERVICE[:AT|:phases]]",
    ];

    /// <summary>Finds a workload: one of <see cref="Suite"/>, or one whose parameters are in its name, such as <c>poisson:5:4h</c> or <c>burst:100:5s</c>.</summary>
    /// <exception cref="FormatException">There is none of the name; the message lists the known ones.</exception>
    public static WorkloadRecipe Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Suite.FirstOrDefault(recipe => recipe.Name == name) ?? Parse(name) ?? throw new FormatException(
            $"There is no workload '{name}'. Known are {string.Join(", ", Names)}; a RATE is in requests a second, a LENGTH, ON, OFF, SERVICE and AT such as 30ms, 5s, 10m or 4h.");
    }

    private static WorkloadRecipe? Parse(string name) => name.Split(':') switch
    {
        ["poisson", var rate] => Parse($"poisson:{rate}:{RunStandard.TotalHours}h") is { } recipe ? recipe with { Name = name } : null,
        ["constant", var rate] => Parse($"constant:{rate}:{RunStandard.TotalHours}h") is { } recipe ? recipe with { Name = name } : null,
        ["poisson", var rate, var length] => AtRate(name, rate, length, (random, perSecond) => ArrivalProcess.Poisson(random, perSecond)),
        ["constant", var rate, var length] => AtRate(name, rate, length, (_, perSecond) => ArrivalProcess.Even(perSecond)),
        ["ramp", var rates, var length] => Ramp(name, rates.Split(".."), length),
        ["onoff", var rate, var on, var off] => OnOff(name, rate, PositiveOrNull(on), PositiveOrNull(off), RunStandard),
        ["onoff", var rate, var on, var off, var length] => OnOff(name, rate, PositiveOrNull(on), PositiveOrNull(off), PositiveOrNull(length)),
        ["burst", var count] => Burst(name, count, TimeSpan.FromSeconds(1), [BurstAt]),
        ["burst", var count, var service] => Burst(name, count, PositiveOrNull(service), [BurstAt]),
        ["burst", var count, var service, "phases"] => Burst(name, count, PositiveOrNull(service), Phases()),
        ["burst", var count, var service, var at] => Burst(name, count, PositiveOrNull(service), SimulatedTime.TryParse(at, out var known) && known < RunStandard ? [known] : []),
        _ => null,
    };

    private static WorkloadRecipe Curve(string name, TimeSpan horizon, TimeSpan limit, double rateMax, Func<double, double> rate) => new()
    {
        Name = name,
        Horizon = horizon,
        LatencyLimit = limit,
        Arrivals = random => ArrivalProcess.Poisson(random, rateMax, rate),
    };

    private static WorkloadRecipe? AtRate(string name, string rate, string length, Func<Random, double, IEnumerable<double>> arrivals) =>
        RateOrNull(rate) is { } perSecond ? Bounded(name, perSecond, PositiveOrNull(length), random => arrivals(random, perSecond)) : null;

    /// <summary>By chance, at a rate that goes evenly from one to another.</summary>
    private static WorkloadRecipe? Ramp(string name, string[] rates, string length) =>
        rates is [var begin, var end] && RateOrNull(begin) is { } from && RateOrNull(end) is { } to && PositiveOrNull(length) is { TotalSeconds: var seconds }
            ? Bounded(name, Math.Max(from, to), PositiveOrNull(length), random =>
                ArrivalProcess.Poisson(random, Math.Max(from, to), at => from + ((to - from) * Math.Min(1, at / seconds))))
            : null;

    /// <summary>By chance at one rate for a time, and not at all for another, in turn.</summary>
    private static WorkloadRecipe? OnOff(string name, string rate, TimeSpan? on, TimeSpan? off, TimeSpan? length) =>
        RateOrNull(rate) is { } perSecond && on is { TotalSeconds: var busy } && off is { TotalSeconds: var idle }
            ? Bounded(name, perSecond, length, random => ArrivalProcess.Poisson(random, perSecond, at => at % (busy + idle) < busy ? perSecond : 0))
            : null;

    private static WorkloadRecipe? Bounded(string name, double rateMax, TimeSpan? length, Func<Random, IEnumerable<double>> arrivals) =>
        length is { } horizon && horizon <= RunMax && rateMax * horizon.TotalSeconds <= WorkloadFile.RequestsMax
            ? new() { Name = name, Horizon = horizon, LatencyLimit = Usual, Arrivals = arrivals }
            : null;

    private static double? RateOrNull(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate > 0 && double.IsFinite(rate) ? rate : null;

    /// <summary>Bursts, each with an hour of its own.</summary>
    private static WorkloadRecipe? Burst(string name, string count, TimeSpan? service, TimeSpan[] bursts) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var requests) && requests is >= 1 and <= BurstMax && bursts.Length > 0 && service is { } mean
            ? new()
            {
                Name = name,
                Horizon = RunStandard * bursts.Length,
                LatencyLimit = VeryPatient,
                Service = Distribution.Lognormal(mean.TotalSeconds, 0.3),
                Arrivals = _ => bursts.SelectMany(at => Enumerable.Repeat(at.TotalSeconds, requests)),
            }
            : null;

    /// <summary>A burst an hour, each 3 seconds later in its minute than the one before, since metrics of a minute see some and miss others.</summary>
    private static TimeSpan[] Phases() =>
        [.. Enumerable.Range(0, BurstPhases).Select(phase => (RunStandard * phase) + BurstAt + TimeSpan.FromSeconds(60.0 / BurstPhases * phase))];

    private static TimeSpan? PositiveOrNull(string text) => SimulatedTime.TryParse(text, out var time) && time > TimeSpan.Zero ? time : null;
}
