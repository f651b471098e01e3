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
        var metadata = all.Child("metadata");
        var policy = new ScalingPolicy
        {
            Name = metadata.Text("name", "default"),
            Fleet = Fleet(all.Child("fleet")),
            Slo = Slo(all.Child("slo")),
            Service = Service(all.Child("service")),
            Capacity = Capacity(all.Child("capacity")),
            Signals = Signals(all.Child("signals")),
            Rule = RuleReader.Read(all.Child("policy")) ?? new UnreadRule(),
            Limits = Limits(all.Child("limits")),
            Drain = Drain(all.Child("drain")),
            Aws = Aws(all.Child("aws")),
        };
        metadata.End();
        all.End();
        return policy;
    }

    private static FleetSettings Fleet(Section section)
    {
        var standard = new FleetSettings();
        var min = section.Whole("min", standard.Min);
        var max = section.Whole("max", standard.Max);
        var fleet = new FleetSettings
        {
            Min = min,
            Max = max,
            Initial = section.Whole("initial", Math.Clamp(standard.Initial, min, Math.Max(min, max))),
            WorkersPerInstance = section.Whole("workersPerInstance", standard.WorkersPerInstance),
            FloorSchedule = RuleReader.Schedule(section, "floorSchedule", "min") ?? [],
        };
        section.End();
        return fleet;
    }

    private static SloSettings Slo(Section section)
    {
        var standard = new SloSettings();
        var slo = new SloSettings
        {
            LatencyP95 = section.Duration("latencyP95", standard.LatencyP95),
            Objective = section.Word("objective", standard.Objective, Vocabulary.Objectives),
            AdaptToWorkload = section.Flag("adaptToWorkload", standard.AdaptToWorkload),
        };
        section.End();
        return slo;
    }

    private static ServiceSettings Service(Section section)
    {
        var service = new ServiceSettings
        {
            MeanTime = section.DurationOr("meanTime", "measured"),
            Prior = section.Duration("prior", new ServiceSettings().Prior),
        };
        section.End();
        return service;
    }

    private static CapacitySettings Capacity(Section section)
    {
        var capacity = new CapacitySettings
        {
            BootTime = BootTime(section.Child("bootTime")),
            Billing = Billing(section.Child("billing")),
            WarmPool = WarmPool(section.Child("warmPool")),
            Purchase = Purchase(section.Child("purchase")),
        };
        section.End();
        return capacity;
    }

    private static BootTimeSettings BootTime(Section section)
    {
        var standard = new BootTimeSettings();
        var boot = new BootTimeSettings
        {
            Prior = section.Duration("prior", standard.Prior),
            Learn = section.Flag("learn", standard.Learn),
            Percentile = section.Whole("percentile", standard.Percentile),
        };
        section.End();
        return boot;
    }

    private static BillingSettings Billing(Section section)
    {
        var standard = new BillingSettings();
        var billing = new BillingSettings
        {
            Granularity = section.Duration("granularity", standard.Granularity),
            Minimum = section.Duration("minimum", standard.Minimum),
            PendingFree = section.Duration("pendingFree", standard.PendingFree),
        };
        section.End();
        return billing;
    }

    private static WarmPoolSettings WarmPool(Section section)
    {
        var standard = new WarmPoolSettings();
        var pool = new WarmPoolSettings
        {
            Size = section.Whole("size", standard.Size),
            State = section.Word("state", standard.State, Vocabulary.WarmPoolStates),
            Reuse = section.Flag("reuse", standard.Reuse),
        };
        section.End();
        return pool;
    }

    private static PurchaseSettings Purchase(Section section)
    {
        var standard = new PurchaseSettings();
        var purchase = new PurchaseSettings
        {
            SpotPercent = section.Whole("spotPercent", standard.SpotPercent),
            Rebalance = section.Flag("rebalance", standard.Rebalance),
        };
        section.End();
        return purchase;
    }

    private static SignalSettings Signals(Section section)
    {
        var standard = new SignalSettings();
        var signals = new SignalSettings
        {
            Source = section.Word("source", standard.Source, Vocabulary.Sources),
            Interval = section.Duration("interval", standard.Interval),
            Phase = section.DurationOrNull("phase", standard.Phase),
            SampleInterval = section.Duration("sampleInterval", standard.SampleInterval),
            SampleStart = section.Duration("sampleStart", standard.SampleStart),
            PublicationDelay = section.Duration("publicationDelay", standard.PublicationDelay),
            MaxAge = section.Duration("maxAge", standard.MaxAge),
            OnMissing = section.Word("onMissing", standard.OnMissing, Vocabulary.MissingSignals),
            Fallback = Fallback(section.Child("fallback")),
        };
        section.End();
        return signals;
    }

    private static FallbackSettings Fallback(Section section)
    {
        var standard = new FallbackSettings();
        var fallback = new FallbackSettings
        {
            AfterFailures = section.Whole("afterFailures", standard.AfterFailures),
            Behavior = section.Word("behavior", standard.Behavior, Vocabulary.Fallbacks),
            Capacity = section.Whole("capacity", standard.Capacity),
        };
        section.End();
        return fallback;
    }

    private static LimitSettings Limits(Section section)
    {
        var standard = new LimitSettings();
        var limits = new LimitSettings
        {
            MaxStepOut = section.WholeOrNull("maxStepOut", standard.MaxStepOut),
            MaxStepIn = section.WholeOrNull("maxStepIn", standard.MaxStepIn),
            ReversalsPerHour = section.WholeOrNull("reversalsPerHour", standard.ReversalsPerHour),
        };
        section.End();
        return limits;
    }

    private static DrainSettings Drain(Section section)
    {
        var standard = new DrainSettings();
        var drain = new DrainSettings
        {
            Mode = section.Word("mode", standard.Mode, Vocabulary.DrainModes),
            Timeout = section.Duration("timeout", standard.Timeout),
            ReturnUnfinished = section.Flag("returnUnfinished", standard.ReturnUnfinished),
            Victim = section.Word("victim", standard.Victim, Vocabulary.Victims),
        };
        section.End();
        return drain;
    }

    private static AwsSettings Aws(Section section)
    {
        var standard = new AwsSettings();
        var aws = new AwsSettings
        {
            Actuation = section.Word("actuation", standard.Actuation, Vocabulary.Actuations),
            SafetyNet = section.Flag("safetyNet", standard.SafetyNet),
            AzRebalance = section.Word("azRebalance", standard.AzRebalance, Vocabulary.Rebalances),
            WarmPool = section.Flag("warmPool", standard.WarmPool),
        };
        section.End();
        return aws;
    }
}
