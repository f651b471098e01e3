using System.Globalization;
using System.Text;
using AWSense.Infrastructure.Settings;

namespace AWSense.Infrastructure.Costs;

/// <summary>The table of costs in docs/aws.md.</summary>
internal static class CostReport
{
    private static readonly int[] Loads = [0, 1, 30];

    /// <summary>Writes it, as Markdown.</summary>
    public static string Create()
    {
        var cost = new MonthlyCost(PriceTable.Read(), PolicySource.Read("default").Policy!);
        var bills = Loads.Select(cost.Of).ToList();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"| dollars a month, at pictures a second | {string.Join(" | ", Loads)} |\n");
        text.Append("|---|---:|---:|---:|\n");
        for (var line = 0; line < bills[0].Count; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {bills[0][line].What} | {string.Join(" | ", bills.Select(bill => Money(bill[line].Dollars)))} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"| **together** | {string.Join(" | ", bills.Select(bill => $"**{Money(bill.Sum(part => part.Dollars))}**"))} |\n");
        return text.ToString();
    }

    private static string Money(decimal dollars) => dollars.ToString("N2", CultureInfo.InvariantCulture);
}
