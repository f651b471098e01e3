using AWSense.Core.Requests;

namespace AWSense.Core.Telemetry;

/// <summary>What telemetry calls the request queue, as the semantic conventions for messaging want it.</summary>
/// <param name="System">The messaging system: <c>aws_sqs</c>, or <c>awsense</c> for the broker of our own.</param>
/// <param name="Interactive">The name of the interactive lane's queue.</param>
/// <param name="Bulk">The name of the bulk lane's queue.</param>
public sealed record QueueIdentity(string System, string Interactive, string Bulk)
{
    /// <summary>The queue of a lane.</summary>
    public string NameOf(Lane lane) => lane == Lane.Bulk ? Bulk : Interactive;
}
