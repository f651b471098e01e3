namespace AWSense.Scaling.Policies;

/// <summary>How the samples of one period become one point.</summary>
public enum MetricStatistic
{
    Average = 0,
    Maximum = 1,
    Minimum = 2,
    Sum = 3,
    SampleCount = 4,
}

/// <summary>What a period without a point counts as, in the words of CloudWatch.</summary>
public enum MissingData
{
    /// <summary>Nothing: without any point the alarm has INSUFFICIENT_DATA.</summary>
    Missing = 0,

    /// <summary>The alarm keeps its state.</summary>
    Ignore = 1,

    /// <summary>A point beyond the threshold.</summary>
    Breaching = 2,

    /// <summary>A point within the threshold.</summary>
    NotBreaching = 3,
}

/// <summary>When a point is beyond the threshold.</summary>
public enum Comparison
{
    GreaterThan = 0,
    GreaterThanOrEqual = 1,
    LessThan = 2,
    LessThanOrEqual = 3,
}

/// <summary>What the numbers of the adjustments mean.</summary>
public enum AdjustmentType
{
    /// <summary>Workers more or fewer.</summary>
    ChangeInCapacity = 0,

    /// <summary>Per cent of the current capacity.</summary>
    PercentChangeInCapacity = 1,

    /// <summary>The new capacity.</summary>
    ExactCapacity = 2,
}
