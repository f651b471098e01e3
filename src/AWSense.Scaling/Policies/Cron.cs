using Cronos;

namespace AWSense.Scaling.Policies;

/// <summary>Points of time as five fields: minute, hour, day of month, month, day of week; always in UTC.</summary>
/// <remarks>A field is <c>*</c>, a number, a range <c>1-5</c>, a list <c>1,3</c>, or a step <c>*/15</c>; months and days of the week may be named. Thread-safe.</remarks>
public sealed class Cron
{
    private static readonly DateTimeOffset Early = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CronExpression expression;

    private Cron(CronExpression expression) => this.expression = expression;

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It has a problem, which the message tells.</exception>
    public static Cron Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        if (fields != 5)
        {
            throw new FormatException($"'{text}' has {fields} fields, and five are needed: minute, hour, day of month, month, day of week");
        }

        try
        {
            var cron = new Cron(CronExpression.Parse(text));
            return cron.Next(Early) is null ? throw new FormatException($"'{text}' never comes") : cron;
        }
        catch (Exception exception) when (exception is CronFormatException or MissingSeedException) // the latter for H, a random time
        {
            throw new FormatException($"'{text}' isn't understood: {exception.Message}", exception);
        }
    }

    /// <summary>Says what is wrong with one; null when nothing is.</summary>
    public static string? FindProblem(string text)
    {
        try
        {
            Parse(text);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The first point of time after another; null when none is left in this century.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => expression.GetNextOccurrence(after, TimeZoneInfo.Utc);

    /// <summary>The last point of time that isn't after another, so the other itself where it is one; null when there is none since 1970.</summary>
    public DateTimeOffset? Previous(DateTimeOffset at) => expression.GetPreviousOccurrence(at, TimeZoneInfo.Utc, inclusive: true);
}
