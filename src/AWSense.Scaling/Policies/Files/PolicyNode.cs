namespace AWSense.Scaling.Policies.Files;

/// <summary>A part of a policy's text.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Column">Where it begins, from 1.</param>
internal abstract record PolicyNode(int Line, int Column);

/// <summary>A single value.</summary>
/// <param name="IsPlain">Written without quotes, so that it may be a number, a truth value or nothing.</param>
internal sealed record ScalarNode(string Text, bool IsPlain, int Line, int Column) : PolicyNode(Line, Column)
{
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>Values in order.</summary>
internal sealed record ListNode(IReadOnlyList<PolicyNode> Items, int Line, int Column) : PolicyNode(Line, Column);

/// <summary>Values by key; a key stands once.</summary>
internal sealed record MapNode(IReadOnlyList<MapEntry> Entries, int Line, int Column) : PolicyNode(Line, Column)
{
    public MapEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
}

/// <summary>A key with its value.</summary>
/// <param name="Line">Where the key stands.</param>
/// <param name="Column">Where the key stands.</param>
internal sealed record MapEntry(string Key, PolicyNode Value, int Line, int Column);
