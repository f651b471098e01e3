using Spectre.Console;

namespace AWSense.Reporting;

/// <summary>Writes a table of figures to the terminal.</summary>
internal static class ConsoleTable
{
    /// <summary>Writes it; where the terminal is too narrow, with rows as columns.</summary>
    /// <param name="rows">The headings, then one for each row. The first column holds names, the others figures.</param>
    public static void Write(IReadOnlyList<IReadOnlyList<string>> rows) =>
        AnsiConsole.Write(ToTable(Width(rows) <= AnsiConsole.Profile.Width ? rows : Turn(rows)));

    private static Table ToTable(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table().AddColumn(new TableColumn(Markup.Escape(rows[0][0])).NoWrap());
        foreach (var heading in rows[0].Skip(1))
        {
            table.AddColumn(new TableColumn(Markup.Escape(heading)).RightAligned());
        }

        foreach (var row in rows.Skip(1))
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }

    /// <summary>Columns that the rows need: their longest cells, and three for each border.</summary>
    private static int Width(IReadOnlyList<IReadOnlyList<string>> rows) =>
        1 + Enumerable.Range(0, rows[0].Count).Sum(column => rows.Max(row => row[column].Length) + 3);

    /// <summary>A row a column, for a terminal that is narrow.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> Turn(IReadOnlyList<IReadOnlyList<string>> rows) =>
        [.. Enumerable.Range(0, rows[0].Count).Select(column => rows.Select(row => row[column]).ToList())];
}
