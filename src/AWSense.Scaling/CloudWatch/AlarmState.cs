namespace AWSense.Scaling.CloudWatch;

/// <summary>The state of an alarm, in the words of CloudWatch.</summary>
public enum AlarmState
{
    /// <summary>There are too few points to tell.</summary>
    InsufficientData = 0,

    /// <summary>The metric is within the threshold.</summary>
    Ok = 1,

    /// <summary>The metric is beyond the threshold for long enough.</summary>
    Alarm = 2,
}
