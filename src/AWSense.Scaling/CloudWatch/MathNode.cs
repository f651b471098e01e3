using System.Globalization;

namespace AWSense.Scaling.CloudWatch;

/// <summary>A part of an expression. A value that isn't there is NaN, which no computation here yields otherwise.</summary>
internal abstract class MathNode
{
    /// <param name="values">One value for each metric of the expression.</param>
    public abstract double Evaluate(ReadOnlySpan<double> values);

    /// <summary>The same in the words of CloudWatch.</summary>
    /// <param name="metrics">The name of each metric of the expression.</param>
    public abstract string Tell(IReadOnlyList<string> metrics);

    /// <summary>Beyond the range of numbers there is no point either.</summary>
    protected static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}

internal sealed class NumberNode(double value) : MathNode
{
    public double Value { get; } = value;

    public override double Evaluate(ReadOnlySpan<double> values) => Value;

    public override string Tell(IReadOnlyList<string> metrics) => Value.ToString("0.###############", CultureInfo.InvariantCulture);
}

internal sealed class MetricNode(int index) : MathNode
{
    public override double Evaluate(ReadOnlySpan<double> values) => values[index];

    public override string Tell(IReadOnlyList<string> metrics) => metrics[index];
}

internal sealed class NegationNode(MathNode operand) : MathNode
{
    public override double Evaluate(ReadOnlySpan<double> values) => -operand.Evaluate(values);

    public override string Tell(IReadOnlyList<string> metrics) => $"-({operand.Tell(metrics)})";
}

internal sealed class ArithmeticNode(char operation, MathNode left, MathNode right) : MathNode
{
    public override double Evaluate(ReadOnlySpan<double> values)
    {
        var a = left.Evaluate(values);
        var b = right.Evaluate(values);
        if ((double.IsNaN(a) || left is NumberNode) && (double.IsNaN(b) || right is NumberNode))
        {
            return double.NaN;
        }

        return Compute(operation, double.IsNaN(a) ? 0 : a, double.IsNaN(b) ? 0 : b);
    }

    public override string Tell(IReadOnlyList<string> metrics) => $"{Operand(left, metrics)} {operation} {Operand(right, metrics)}";

    private static string Operand(MathNode node, IReadOnlyList<string> metrics) =>
        node is ArithmeticNode or NegationNode or NumberNode { Value: < 0 } ? $"({node.Tell(metrics)})" : node.Tell(metrics);

    public static double Compute(char operation, double a, double b) => Finite(operation switch
    {
        '+' => a + b,
        '-' => a - b,
        '*' => a * b,
        _ => a / b,
    });
}

internal sealed class ExtremeNode(bool largest, MathNode[] operands) : MathNode
{
    public override double Evaluate(ReadOnlySpan<double> values)
    {
        var extreme = double.NaN;
        var hasPoint = false;
        foreach (var operand in operands)
        {
            var value = operand.Evaluate(values);
            if (double.IsNaN(value))
            {
                continue;
            }

            hasPoint |= operand is not NumberNode;
            extreme = double.IsNaN(extreme) || (largest ? value > extreme : value < extreme) ? value : extreme;
        }

        return hasPoint ? extreme : double.NaN;
    }

    // MAX and MIN of CloudWatch take series only; IF takes numbers as well.
    public override string Tell(IReadOnlyList<string> metrics) => operands
        .Select(operand => operand.Tell(metrics))
        .Aggregate((a, b) => $"IF({a} {(largest ? '>' : '<')} {b}, {a}, {b})");
}

internal sealed class FillNode(MathNode operand, double fill) : MathNode
{
    public override double Evaluate(ReadOnlySpan<double> values)
    {
        var value = operand.Evaluate(values);
        return double.IsNaN(value) ? fill : value;
    }

    public override string Tell(IReadOnlyList<string> metrics) =>
        $"FILL({operand.Tell(metrics)}, {fill.ToString("0.###############", CultureInfo.InvariantCulture)})";
}
