using System.Globalization;

namespace AWSense.Scaling.CloudWatch;

/// <summary>Reads an expression by recursive descent: a sum of products of signed terms.</summary>
internal sealed class MathParser(string text)
{
    private const int DepthMax = 32;

    private readonly List<string> metrics = [];
    private int position;
    private int depth;
    private int mentions;

    public MetricMath Parse()
    {
        if (text.Length > MetricMath.LengthMax)
        {
            throw Problem(MetricMath.LengthMax, $"longer than {MetricMath.LengthMax} characters");
        }

        var root = Sum();
        if (Next() != '\0')
        {
            throw Problem(position, $"unexpected '{text[position]}'");
        }

        return mentions > 0 ? new(root, metrics) : throw Problem(0, "no metric is named");
    }

    private MathNode Sum()
    {
        var left = Product();
        while (Next() is '+' or '-')
        {
            var at = position++;
            left = Combine(at, left, Product());
        }

        return left;
    }

    private MathNode Product()
    {
        var left = Signed();
        while (Next() is '*' or '/')
        {
            var at = position++;
            left = Combine(at, left, Signed());
        }

        return left;
    }

    private MathNode Combine(int at, MathNode left, MathNode right)
    {
        if (text[at] == '/' && right is NumberNode { Value: 0 })
        {
            throw Problem(at, "divides by zero");
        }

        if (left is not NumberNode a || right is not NumberNode b)
        {
            return new ArithmeticNode(text[at], left, right);
        }

        var value = ArithmeticNode.Compute(text[at], a.Value, b.Value);
        return double.IsNaN(value) ? throw Problem(at, "the result is too large") : new NumberNode(value);
    }

    private MathNode Signed()
    {
        if (++depth > DepthMax)
        {
            throw Problem(position, $"nested more than {DepthMax} deep");
        }

        var node = Next() == '-' ? Negated() : Term();
        depth--;
        return node;
    }

    private MathNode Negated()
    {
        position++;
        var operand = Signed();
        return operand is NumberNode number ? new NumberNode(-number.Value) : new NegationNode(operand);
    }

    private MathNode Term()
    {
        var next = Next();
        if (next == '(')
        {
            position++;
            var inner = Sum();
            Expect(')');
            return inner;
        }

        return char.IsAsciiDigit(next) || next == '.' ? Number()
            : char.IsAsciiLetter(next) ? Named()
            : throw Problem(position, next == '\0' ? "ends too early" : $"unexpected '{next}'");
    }

    private NumberNode Number()
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.'))
        {
            position++;
        }

        var digits = text.AsSpan(start, position - start);
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            throw Problem(start, $"'{digits}' isn't a number");
        }

        return double.IsFinite(value) ? new(value) : throw Problem(start, "the number is too large");
    }

    private MathNode Named()
    {
        var start = position;
        while (position < text.Length && char.IsAsciiLetterOrDigit(text[position]))
        {
            position++;
        }

        var name = text[start..position];
        return name switch
        {
            "MAX" or "MIN" => Extreme(name == "MAX"),
            "FILL" => Fill(),
            _ => Metric(start, name),
        };
    }

    private MathNode Extreme(bool largest)
    {
        var operands = new List<MathNode>();
        Expect('(');
        do
        {
            operands.Add(Sum());
        }
        while (Accept(','));
        Expect(')');
        var node = new ExtremeNode(largest, [.. operands]);
        return operands.TrueForAll(operand => operand is NumberNode) ? new NumberNode(ExtremeOf(largest, operands)) : node;
    }

    private static double ExtremeOf(bool largest, List<MathNode> numbers)
    {
        var extreme = numbers[0].Evaluate([]);
        foreach (var number in numbers)
        {
            var value = number.Evaluate([]);
            extreme = largest ? Math.Max(extreme, value) : Math.Min(extreme, value);
        }

        return extreme;
    }

    private FillNode Fill()
    {
        Expect('(');
        var operandAt = position;
        var operand = Sum();
        if (operand is NumberNode)
        {
            throw Problem(operandAt, "FILL needs a metric");
        }

        Expect(',');
        var fillAt = position;
        var fill = Sum() as NumberNode ?? throw Problem(fillAt, "FILL needs a number");
        Expect(')');
        return new(operand, fill.Value);
    }

    private MathNode Metric(int at, string name)
    {
        if (++mentions > MetricMath.MetricsMax)
        {
            throw Problem(at, $"more than {MetricMath.MetricsMax} metrics are named");
        }

        return name switch
        {
            MetricNames.Visible or MetricNames.InFlight or MetricNames.InService => new MetricNode(IndexOf(name)),
            MetricNames.Outstanding => Outstanding(),
            MetricNames.BacklogPerInstance => PerInstance(new MetricNode(IndexOf(MetricNames.Visible))),
            MetricNames.OutstandingPerInstance => PerInstance(Outstanding()),
            _ => throw Problem(at, $"there is no metric '{name}'"),
        };
    }

    private ArithmeticNode Outstanding() =>
        new('+', new MetricNode(IndexOf(MetricNames.Visible)), new MetricNode(IndexOf(MetricNames.InFlight)));

    private ArithmeticNode PerInstance(MathNode load) => new('/', load, new MetricNode(IndexOf(MetricNames.InService)));

    private int IndexOf(string metric)
    {
        var index = metrics.IndexOf(metric);
        if (index < 0)
        {
            index = metrics.Count;
            metrics.Add(metric);
        }

        return index;
    }

    private bool Accept(char expected)
    {
        if (Next() != expected)
        {
            return false;
        }

        position++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Accept(expected))
        {
            throw Problem(position, $"expected '{expected}'");
        }
    }

    private char Next()
    {
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }

        return position < text.Length ? text[position] : '\0';
    }

    private static FormatException Problem(int at, string words) => new($"At character {at + 1}: {words}.");
}
