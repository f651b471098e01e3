using System.Globalization;
using System.Xml.Linq;
using AWSense.Reporting;
using AWSense.Simulating;

namespace AWSense.Evaluating;

/// <summary>A page on an evaluation: bars to see at a glance, the table, how far the simulation is from the live runs, and every fleet over time.</summary>
internal static class EvaluationReport
{
    /// <summary>Beyond this many times the longest makespan only shrinking is left, which the table tells.</summary>
    private const double AxisShare = 1.25;

    /// <summary>Makes the page.</summary>
    /// <param name="about">Command, versions and machine: what, and its value.</param>
    public static string Create(EvaluationResult result, PriceList prices, IReadOnlyList<(string What, string Value)> about)
    {
        var page = new HtmlPage("AWSense: a hundred pictures at once");
        page.Add(
            new XElement("p", string.Create(CultureInfo.InvariantCulture, $"The fleet starts with one worker; {EvaluationCase.Uploads} pictures come at once; it grows, works, idles and shrinks again. Policy by policy, and with pictures that are made to take 0, 1 and 5 seconds more.")),
            new XElement("p", "Live cases ran with real worker processes on this machine. All others are simulated, with what was measured in the live ones and with the code that decides live."));
        foreach (var group in result.ThisMachine.GroupBy(row => row.Case.ServiceTime))
        {
            page.Add(new XElement("h2", string.Create(CultureInfo.InvariantCulture, $"{Pictures(group.Key)} on this machine")));
            page.Add(HtmlPage.Pair(
                Bars.Draw("Makespan, in seconds", [.. group.Select(row => (Name(row), row.Figures.Makespan, Told(row.Figures.Makespan), Look(row)))]),
                Bars.Draw("Workers beyond the first, in worker-seconds", [.. group.Select(row => (Name(row), row.Figures.ExtraWorkerSeconds, Told(row.Figures.ExtraWorkerSeconds), Look(row)))])));
        }

        page.Add(new XElement("h2", "All figures, this machine"), Table(result.ThisMachine, prices), new XElement("p", EvaluationColumns.Legend));
        page.Add(new XElement("h2", "Live against simulated"), Comparison(result), MachineWords(result.Machine));
        page.Add(
            new XElement("h2", "The same on EC2, simulated"),
            new XElement("p", "Instances boot for 60 to 90 seconds, and ours is the policy for AWS. Running time is counted from the order of an instance to its end."),
            Table(result.Ec2, prices));
        page.Add(new XElement("h2", "The fleets over time"));
        page.Add(result.ThisMachine.GroupBy(row => row.Case.ServiceTime).SelectMany(Fleets));
        page.Add(
            new XElement("h2", "How it was made"),
            HtmlPage.Table([new("what", IsNumber: false), new("value", IsNumber: false)], about.Select(line => (IReadOnlyList<string>)[line.What, line.Value])));
        return page.ToString();
    }

    private static XElement Table(IReadOnlyList<EvaluationRow> rows, PriceList prices) => HtmlPage.Table(
        [.. EvaluationColumns.Headings(prices).Select((heading, index) => new HtmlColumn(heading, IsNumber: index >= EvaluationColumns.Words))],
        rows.Select(row => EvaluationColumns.Cells(row, prices)));

    private static XElement Comparison(EvaluationResult result) => HtmlPage.Table(
        [.. EvaluationColumns.ComparisonHeadings.Select((heading, index) => new HtmlColumn(heading, IsNumber: index > 0))],
        result.Compared.Select(EvaluationColumns.ComparisonCells));

    private static XElement MachineWords(MachineFigures machine) => new("p", string.Create(
        CultureInfo.InvariantCulture,
        $"Measured live and told to the simulator: when each request reached the queue; how long a picture kept its worker busy besides the artificial time ({machine.Overhead.TotalMilliseconds:0} ms in the live case where it was least, and that for all cases that weren't live); a worker boots in {machine.Boot.TotalSeconds:0.00} s alone, and each other that boots at the same time adds {machine.BootCrowding.TotalSeconds:0.00} s, since they share the cores."));

    /// <summary>All policies with pictures of one length, on one time axis.</summary>
    private static IEnumerable<XElement> Fleets(IGrouping<TimeSpan, EvaluationRow> group)
    {
        var seconds = Math.Max(1, group.Max(row => row.Figures.Makespan) * AxisShare);
        yield return new("h3", $"{Pictures(group.Key)}, one time axis for all policies");
        foreach (var row in group)
        {
            var trace = row.Figures.Trace;
            yield return new("h4", $"{row.Case.Role} ({row.Case.PolicyName}), {How(row)}");
            yield return FleetCharts.Fleet(trace, seconds, height: 170);
            yield return FleetCharts.Backlog(trace, seconds, height: 110);
            yield return FleetCharts.Decisions(trace);
        }
    }

    private static string Pictures(TimeSpan serviceTime) => serviceTime > TimeSpan.Zero
        ? string.Create(CultureInfo.InvariantCulture, $"{serviceTime.TotalSeconds:0.#} s a picture more")
        : "Pictures as they are";

    private static string Name(EvaluationRow row) => row.Live is null ? row.Case.Role : $"{row.Case.Role}, live";

    private static string How(EvaluationRow row) => row.Live is null ? "simulated" : "live";

    private static string Look(EvaluationRow row) => row.Case.Role == EvaluationCase.Ours ? "strong" : "";

    private static string Told(double value) => value.ToString(value < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
