namespace AWSense.Vision.Models;

/// <summary>A model can't be used. The message says in words what is wrong with it, and with nothing else.</summary>
public sealed class ModelException : Exception
{
    /// <param name="model">The model's name, or the file that should describe one.</param>
    /// <param name="problems">Everything that is wrong, a sentence each; at least one.</param>
    public ModelException(string model, IReadOnlyList<string> problems)
        : base($"{model}: {string.Join(" ", problems)}")
    {
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count);
        Problems = problems;
    }

    public ModelException(string model, string problem)
        : this(model, [problem])
    {
    }

    public ModelException(string model, string problem, Exception innerException)
        : base($"{model}: {problem}", innerException) => Problems = [problem];

    /// <summary>Everything that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
