using AWSense.Scaling.Policies;

namespace AWSense.Evaluating;

/// <summary>What is tried: a policy, and how long each picture is made to take.</summary>
/// <param name="Role">What the policy stands for: <c>ours</c>, <c>seed</c>, and so on.</param>
/// <param name="PolicyName">The name by which <c>awsense up --policy</c> takes it too.</param>
/// <param name="Policy">The policy.</param>
/// <param name="ServiceTime">Added to each picture's own time, as <c>Worker:ServiceTime</c> does.</param>
internal sealed record EvaluationCase(string Role, string PolicyName, ScalingPolicy Policy, TimeSpan ServiceTime)
{
    /// <summary>Pictures that are sent at once.</summary>
    public const int Uploads = 100;

    /// <summary>The role that stands for the project's own policy.</summary>
    public const string Ours = "ours";

    /// <summary>The role that stands for the policy of the project that AWSense began as.</summary>
    public const string Seed = "seed";

    /// <summary>When the burst comes, after the policy began: in the middle between two decisions of a policy that decides every half second.</summary>
    public static readonly TimeSpan BurstAt = TimeSpan.FromSeconds(5.25);

    /// <summary>How the case is called where there is little room.</summary>
    public string Title => FormattableString.Invariant($"{Role}, {ServiceTime.TotalSeconds:0.#} s a picture");

    /// <summary>After this time without work or change nothing that the policy has seen can still move the fleet upwards.</summary>
    public TimeSpan SettleTime => Policy.Signals.Source == SignalSource.CloudWatch
        ? Policy.Signals.SampleInterval + Policy.Signals.PublicationDelay + Policy.Signals.Interval
        : Policy.Signals.Interval * 2;
}
