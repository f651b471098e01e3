namespace AWSense.Evaluating;

/// <summary>What came of an evaluation.</summary>
/// <param name="ThisMachine">The cases on this machine, some of them live.</param>
/// <param name="Ec2">The same cases on EC2, all of them simulated.</param>
/// <param name="Machine">What was measured live, and told to the simulator.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record EvaluationResult(
    IReadOnlyList<EvaluationRow> ThisMachine, IReadOnlyList<EvaluationRow> Ec2, MachineFigures Machine, TimeSpan Elapsed)
{
    /// <summary>The cases that were tried both ways.</summary>
    public IEnumerable<EvaluationRow> Compared => ThisMachine.Where(row => row.Live is not null);

    /// <summary>Uploads that got no label in a live case.</summary>
    public int Unanswered => Compared.Sum(row => EvaluationCase.Uploads - row.Live!.Answered);
}
