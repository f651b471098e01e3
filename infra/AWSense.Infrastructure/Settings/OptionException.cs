namespace AWSense.Infrastructure.Settings;

/// <summary>Options that a deployment can't be made with.</summary>
/// <param name="problems">What is wrong, a sentence each.</param>
internal sealed class OptionException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
