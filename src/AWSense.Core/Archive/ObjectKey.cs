using AWSense.Core.Requests;

namespace AWSense.Core.Archive;

/// <summary>What an archived object is.</summary>
public enum ObjectKind
{
    /// <summary>A picture as it was uploaded.</summary>
    Input,

    /// <summary>The outcome of a request, as JSON.</summary>
    Result,
}

/// <summary>The name of an archived object: its kind and its request. No client ever chooses one.</summary>
public readonly record struct ObjectKey(ObjectKind Kind, RequestId Id)
{
    public static ObjectKey Input(RequestId id) => new(ObjectKind.Input, id);

    public static ObjectKey Result(RequestId id) => new(ObjectKind.Result, id);

    /// <summary>The key as S3 and logs have it, such as <c>inputs/019dc5c1-…</c>; keys of a kind sort by age.</summary>
    public override string ToString() => $"{(Kind == ObjectKind.Input ? "inputs" : "results")}/{Id}";
}
