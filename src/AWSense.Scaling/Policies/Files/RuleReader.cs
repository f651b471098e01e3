namespace AWSense.Scaling.Policies.Files;

/// <summary>Reads the rule of a policy.</summary>
internal static class RuleReader
{
    /// <summary>The rules that there are.</summary>
    public static string[] Rules { get; } = ["demand", "plain", "step", "simple", "targetTracking", "keda", "fixed", "schedule"];

    /// <summary>The one rule of the section; null, and a problem, where there isn't exactly one.</summary>
    public static ScalingRule? Read(Section section)
    {
        if (section.IsStandIn)
        {
            return null;
        }

        var named = Rules.Where(section.Has).ToList();
        if (named.Count != 1)
        {
            var message = named.Count == 0 ? "no rule is named here" : $"{named.Count} rules are named here: {string.Join(", ", named)}";
            section.Fail(null, message, $"A policy has exactly one of {string.Join(", ", Rules)}.");
        }

        // All are read, so that each tells its own problems.
        var rules = named.Select(name => Read(section, name)).ToList();
        section.End(Rules);
        return rules.Count == 1 ? rules[0] : null;
    }

    private static ScalingRule Read(Section section, string name) => name switch
    {
        "demand" => section.Child(name, Demand),
        "plain" => section.Child(name, Plain),
        "step" => section.Child(name, step => Step(step, new StepRule())),
        "simple" => section.Child(name, Simple),
        "targetTracking" => section.Child(name, TargetTracking),
        "keda" => section.Child(name, Keda),
        "fixed" => section.Child(name, Fixed),
        _ => new ScheduleRule { Entries = Schedule(section, name, "capacity") ?? [] },
    };

    /// <summary>Numbers of workers by the clock; null where there are none.</summary>
    /// <param name="key">Where the list is.</param>
    /// <param name="workers">How an entry calls its number.</param>
    public static IReadOnlyList<ScheduledCapacity>? Schedule(Section section, string key, string workers) => section.Children(key)?.Select(entry =>
    {
        entry.Require("An entry says when, and how many workers from then on.", "cron", workers);
        var scheduled = new ScheduledCapacity(entry.Text("cron", "0 0 * * *"), entry.Whole(workers, 0));
        entry.End();
        return scheduled;
    }).ToList();

    private static DemandRule Demand(Section section)
    {
        var standard = new DemandRule();
        return new()
        {
            RateWindow = section.Duration("rateWindow", standard.RateWindow),
            WaitBudget = section.Number("waitBudget", standard.WaitBudget),
            ReleaseBelow = section.Number("releaseBelow", standard.ReleaseBelow),
            DrainWithin = section.Duration("drainWithin", standard.DrainWithin),
            Hold = section.Duration("hold", standard.Hold),
            NoiseSigma = section.Number("noiseSigma", standard.NoiseSigma),
            Headroom = section.Number("headroom", standard.Headroom),
            Trend = section.Number("trend", standard.Trend),
            Confidence = section.Number("confidence", standard.Confidence),
            DrainShare = section.Number("drainShare", standard.DrainShare),
            LearningTime = section.Duration("learningTime", standard.LearningTime),
            JumpSigma = section.Number("jumpSigma", standard.JumpSigma),
            ConfirmGrowth = section.Flag("confirmGrowth", standard.ConfirmGrowth),
            LateShare = section.Number("lateShare", standard.LateShare),
        };
    }

    private static PlainRule Plain(Section section)
    {
        var standard = new PlainRule();
        return new()
        {
            RateWindow = section.Duration("rateWindow", standard.RateWindow),
            Utilization = section.Number("utilization", standard.Utilization),
            DrainWithin = section.Duration("drainWithin", standard.DrainWithin),
            Hold = section.Duration("hold", standard.Hold),
        };
    }

    private static SimpleRule Simple(Section section) =>
        (SimpleRule)Step(section, new SimpleRule { Cooldown = section.Duration("cooldown", new SimpleRule().Cooldown) });

    private static StepRule Step(Section section, StepRule standard)
    {
        var terms = AlarmReader.Terms(section, AlarmReader.Standard);
        return standard with
        {
            Out = AlarmReader.Read(section, "out", terms),
            In = AlarmReader.Read(section, "in", terms),
            Warmup = section.DurationOrNull("warmup", standard.Warmup),
        };
    }

    private static TargetTrackingRule TargetTracking(Section section)
    {
        section.Require("It is the value that the metric is kept at.", "target");
        var standard = new TargetTrackingRule { Target = 1 };
        return new()
        {
            Metric = section.Text("metric", standard.Metric),
            Target = section.Number("target", standard.Target),
            Period = section.Duration("period", standard.Period),
            HighPeriods = section.Whole("highPeriods", standard.HighPeriods),
            LowPeriods = section.Whole("lowPeriods", standard.LowPeriods),
            LowFactor = section.Number("lowFactor", standard.LowFactor),
            MaxScaleIn = section.Number("maxScaleIn", standard.MaxScaleIn),
            DisableScaleIn = section.Flag("disableScaleIn", standard.DisableScaleIn),
            Warmup = section.DurationOrNull("warmup", standard.Warmup),
        };
    }

    private static KedaRule Keda(Section section)
    {
        var standard = new KedaRule();
        return new()
        {
            QueueLength = section.Number("queueLength", standard.QueueLength),
            Activation = section.Number("activation", standard.Activation),
            ScaleOnInFlight = section.Flag("scaleOnInFlight", standard.ScaleOnInFlight),
            Stabilization = section.Duration("stabilization", standard.Stabilization),
            Tolerance = section.Number("tolerance", standard.Tolerance),
        };
    }

    private static FixedRule Fixed(Section section)
    {
        section.Require("It is the number of workers there are.", "capacity");
        return new() { Capacity = section.Whole("capacity", 0) };
    }
}
