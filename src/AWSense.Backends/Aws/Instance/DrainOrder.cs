namespace AWSense.Backends.Aws.Instance;

/// <summary>This instance is to go.</summary>
/// <param name="Reason">Who wants it, in words.</param>
/// <param name="Deadline">When its work must be out of hand: the worker's own time-out, or what AWS leaves.</param>
/// <param name="IsHeld">Auto Scaling ends it, and holds it in its hook for now.</param>
public sealed record DrainOrder(string Reason, DateTimeOffset Deadline, bool IsHeld);
