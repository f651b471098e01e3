namespace AWSense.Scaling.Policies.Files;

/// <summary>Maps the nodes of a text to a policy, value by value.</summary>
internal static class PolicyReader
{
    public const string ApiVersion = "awsense/v1";
    public const string Kind = "ScalingPolicy";

    /// <summary>Reads all that can be read. What can't is reported and has its default, which of the rule is <see cref="UnreadRule"/>.</summary>
    public static ScalingPolicy Read(MapNode root, Report report)
    {
        var all = new Section(root, "", report);
        all.Require("It says how the rest is to be read.", "apiVersion", "kind");
        all.Require($"A policy has exactly one of {string.Join(", ", RuleReader.Rules)} there.", "policy");
        all.Word("apiVersion", ApiVersion, new Words<string>((ApiVersion, ApiVersion)));
        all.Word("kind", Kind, new Words<string>((Kind, Kind)));
        var policy = new ScalingPolicy
        {
            Name = all.Child("metadata", metadata => metadata.Text("name", "default")),
            Fleet = all.Child("fleet", Fleet),
            Slo = all.Child("slo", Slo),
            Service = all.Child("service", Service),
            Capacity = all.Child("capacity", Capacity),
            Signals = all.Child("signals", Signals),
            Rule = RuleReader.Read(all.Child("policy")) ?? new UnreadRule(),
            Limits = all.Child("limits", Limits),
            Drain = all.Child("drain", Drain),
            Aws = all.Child("aws", Aws),
        };
        all.End();
        return policy;
    }

    private static FleetSettings Fleet(Section section)
    {
        var standard = new FleetSettings();
        var min = section.Whole("min", standard.Min);
        var max = section.Whole("max", standard.Max);
        return new()
        {
            Min = min,
            Max = max,
            Initial = section.Whole("initial", Math.Clamp(standard.Initial, min, Math.Max(min, max))),
            WorkersPerInstance = section.Whole("workersPerInstance", standard.WorkersPerInstance),
            FloorSchedule = RuleReader.Schedule(section, "floorSchedule", "min") ?? [],
        };
    }

    private static SloSettings Slo(Section section)
    {
        var standard = new SloSettings();
        return new()
        {
            LatencyP95 = section.Duration("latencyP95", standard.LatencyP95),
            Objective = section.Word("objective", standard.Objective, Vocabulary.Objectives),
            AdaptToWorkload = section.Flag("adaptToWorkload", standard.AdaptToWorkload),
        };
    }

    private static ServiceSettings Service(Section section) => new()
    {
        MeanTime = section.DurationOr("meanTime", "measured"),
        Prior = section.Duration("prior", new ServiceSettings().Prior),
    };

    private static CapacitySettings Capacity(Section section) => new()
    {
        BootTime = section.Child("bootTime", BootTime),
        Billing = section.Child("billing", Billing),
        WarmPool = section.Child("warmPool", WarmPool),
        Purchase = section.Child("purchase", Purchase),
    };

    private static BootTimeSettings BootTime(Section section)
    {
        var standard = new BootTimeSettings();
        return new()
        {
            Prior = section.Duration("prior", standard.Prior),
            Learn = section.Flag("learn", standard.Learn),
            Percentile = section.Whole("percentile", standard.Percentile),
        };
    }

    private static BillingSettings Billing(Section section)
    {
        var standard = new BillingSettings();
        return new()
        {
            Granularity = section.Duration("granularity", standard.Granularity),
            Minimum = section.Duration("minimum", standard.Minimum),
            PendingFree = section.Duration("pendingFree", standard.PendingFree),
        };
    }

    private static WarmPoolSettings WarmPool(Section section)
    {
        var standard = new WarmPoolSettings();
        return new()
        {
            Size = section.Whole("size", standard.Size),
            State = section.Word("state", standard.State, Vocabulary.WarmPoolStates),
            Reuse = section.Flag("reuse", standard.Reuse),
        };
    }

    private static PurchaseSettings Purchase(Section section)
    {
        var standard = new PurchaseSettings();
        return new()
        {
            SpotPercent = section.Whole("spotPercent", standard.SpotPercent),
            Rebalance = section.Flag("rebalance", standard.Rebalance),
        };
    }

    private static SignalSettings Signals(Section section)
    {
        var standard = new SignalSettings();
        return new()
        {
            Source = section.Word("source", standard.Source, Vocabulary.Sources),
            Interval = section.Duration("interval", standard.Interval),
            Phase = section.DurationOrNull("phase", standard.Phase),
            SampleInterval = section.Duration("sampleInterval", standard.SampleInterval),
            SampleStart = section.Duration("sampleStart", standard.SampleStart),
            PublicationDelay = section.Duration("publicationDelay", standard.PublicationDelay),
            MaxAge = section.Duration("maxAge", standard.MaxAge),
            OnMissing = section.Word("onMissing", standard.OnMissing, Vocabulary.MissingSignals),
            Fallback = section.Child("fallback", Fallback),
        };
    }

    private static FallbackSettings Fallback(Section section)
    {
        var standard = new FallbackSettings();
        return new()
        {
            AfterFailures = section.Whole("afterFailures", standard.AfterFailures),
            Behavior = section.Word("behavior", standard.Behavior, Vocabulary.Fallbacks),
            Capacity = section.Whole("capacity", standard.Capacity),
        };
    }

    private static LimitSettings Limits(Section section)
    {
        var standard = new LimitSettings();
        return new()
        {
            MaxStepOut = section.WholeOrNull("maxStepOut", standard.MaxStepOut),
            MaxStepIn = section.WholeOrNull("maxStepIn", standard.MaxStepIn),
            ReversalsPerHour = section.WholeOrNull("reversalsPerHour", standard.ReversalsPerHour),
        };
    }

    private static DrainSettings Drain(Section section)
    {
        var standard = new DrainSettings();
        return new()
        {
            Mode = section.Word("mode", standard.Mode, Vocabulary.DrainModes),
            Timeout = section.DurationOrNull("timeout", standard.Timeout),
            ReturnUnfinished = section.Flag("returnUnfinished", standard.ReturnUnfinished),
            Victim = section.Word("victim", standard.Victim, Vocabulary.Victims),
        };
    }

    private static AwsSettings Aws(Section section)
    {
        var standard = new AwsSettings();
        return new()
        {
            Actuation = section.Word("actuation", standard.Actuation, Vocabulary.Actuations),
            SafetyNet = section.Flag("safetyNet", standard.SafetyNet),
            AzRebalance = section.Word("azRebalance", standard.AzRebalance, Vocabulary.Rebalances),
            WarmPool = section.Flag("warmPool", standard.WarmPool),
        };
    }
}
