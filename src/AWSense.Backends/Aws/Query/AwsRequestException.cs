namespace AWSense.Backends.Aws.Query;

/// <summary>AWS has refused a request, and would refuse it again.</summary>
/// <param name="action">The action that was refused.</param>
/// <param name="kind">Why, as far as it matters.</param>
/// <param name="code">The code of AWS, such as <c>ValidationError</c>.</param>
/// <param name="reason">What AWS says.</param>
internal sealed class AwsRequestException(string action, AwsRefusal kind, string code, string reason)
    : Exception($"AWS refuses {action}: {code}. {reason}")
{
    public AwsRefusal Kind { get; } = kind;

    public string Code { get; } = code;
}

/// <summary>Why AWS refuses.</summary>
internal enum AwsRefusal
{
    /// <summary>The request is wrong, or what it names isn't there.</summary>
    Invalid = 0,

    /// <summary>The role lacks a permission, or the credentials are wrong.</summary>
    Denied = 1,

    /// <summary>Something is going on that must end first.</summary>
    Busy = 2,
}
