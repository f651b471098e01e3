using AWSense.Core.Requests;

namespace AWSense.Core.Archive;

/// <summary>What an archived object is.</summary>
public enum ObjectKind
{
    /// <summary>A picture as it was uploaded.</summary>
    Input,

    /// <summary>The outcome of a request, as JSON.</summary>
    Result,

    /// <summary>What was asked for a batch, and how its upload ended, as JSON.</summary>
    Batch,

    /// <summary>Stands while a batch's upload is open, and tells how far it is, as JSON.</summary>
    BatchUpload,

    /// <summary>Stands once a batch is cancelled; empty.</summary>
    BatchCancellation,

    /// <summary>A webhook that is owed to a job's client, as JSON.</summary>
    Webhook,

    /// <summary>A webhook that was given up, as JSON.</summary>
    WebhookDeadLetter,
}

/// <summary>The name of an archived object: its kind and its request. No client ever chooses one.</summary>
public readonly record struct ObjectKey(ObjectKind Kind, RequestId Id)
{
    public static ObjectKey Input(RequestId id) => new(ObjectKind.Input, id);

    public static ObjectKey Result(RequestId id) => new(ObjectKind.Result, id);

    /// <summary>Where the objects of a kind lie, such as <c>inputs</c>: a folder, or a prefix of keys.</summary>
    public static string PrefixOf(ObjectKind kind) => kind switch
    {
        ObjectKind.Input => "inputs",
        ObjectKind.Result => "results",
        ObjectKind.Batch => "batches",
        ObjectKind.BatchUpload => "batch-uploads",
        ObjectKind.BatchCancellation => "batch-cancellations",
        ObjectKind.Webhook => "webhooks",
        ObjectKind.WebhookDeadLetter => "webhook-dead-letters",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The key as S3 and logs have it, such as <c>inputs/019dc5c1-…</c>; keys of a kind sort by age.</summary>
    public override string ToString() => $"{PrefixOf(Kind)}/{Id}";
}
