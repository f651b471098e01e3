using System.Xml.Linq;

namespace AWSense.Reporting;

/// <summary>A page in one file: no script, no font and no picture from elsewhere, light or dark as the reader's system is.</summary>
/// <remarks>It is well-formed XML too, so that a test can read it.</remarks>
internal sealed class HtmlPage(string title)
{
    /// <summary>Colours that keep apart for readers who don't see all of them (Okabe and Ito, 2008).</summary>
    private const string Style = """

        :root { color-scheme: light dark; --paper: #fff; --ink: #222; --faint: #666; --grid: #e4e4e4;
          --fleet: #9ecae9; --booting: #f6c66b; --strong: #0072b2; --demand: #111; --alert: #d55e00; }
        @media (prefers-color-scheme: dark) { :root { --paper: #16181b; --ink: #e4e4e4; --faint: #a0a0a0; --grid: #33373c;
          --fleet: #235a80; --booting: #8a6414; --strong: #56b4e9; --demand: #f5f5f5; --alert: #ff8c42; } }
        body { background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } h3 { font-size: 1rem; margin: 1.8rem 0 .3rem; }
        p { color: var(--faint); margin: .3rem 0; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .6rem 0; font-size: .87rem; }
        th, td { border-bottom: 1px solid var(--grid); padding: .25rem .6rem .25rem 0; text-align: left; vertical-align: top; }
        td:first-child { white-space: nowrap; }
        th { color: var(--faint); font-weight: 600; } td.number, th.number { text-align: right; white-space: nowrap; }
        svg { display: block; width: 100%; height: auto; margin-top: .4rem; }
        svg text { font: 12px system-ui, sans-serif; fill: var(--faint); } svg text.title { fill: var(--ink); font-weight: 600; }
        svg line.grid { stroke: var(--grid); } svg line.axis { stroke: var(--faint); }
        svg path, svg line { fill: none; stroke-width: 1.4; }
        svg .fleet { fill: var(--fleet); } svg .booting { fill: var(--booting); }
        svg path.desired, svg line.desired { stroke: var(--strong); } svg path.demand, svg line.demand { stroke: var(--demand); stroke-width: 1; }
        svg path.backlog, svg line.backlog, svg path.latency, svg line.latency { stroke: var(--strong); }
        svg path.promise, svg line.promise { stroke: var(--alert); stroke-dasharray: 6 4; }
        summary { cursor: pointer; }

        """;

    private readonly XElement body = new("body", new XElement("h1", title));

    /// <summary>Adds what comes next.</summary>
    public void Add(params IEnumerable<XElement> content) => body.Add(content);

    /// <summary>A table that scrolls by itself where it is wider than the page.</summary>
    public static XElement Table(IReadOnlyList<HtmlColumn> columns, IEnumerable<IReadOnlyList<string>> rows) => new(
        "div",
        new XAttribute("class", "wide"),
        new XElement(
            "table",
            new XElement("thead", new XElement("tr", columns.Select(column => Cell("th", column, column.Title)))),
            new XElement("tbody", rows.Select(row => new XElement("tr", row.Zip(columns, (cell, column) => Cell("td", column, cell)))))));

    /// <summary>The whole page.</summary>
    public override string ToString()
    {
        var head = new XElement(
            "head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
            new XElement("title", title),
            new XElement("style", Style));
        var page = new XElement("html", new XAttribute("lang", "en"), head, body);
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    /// <summary>An empty cell has a dash: the short form of an element without content isn't HTML.</summary>
    private static XElement Cell(string name, HtmlColumn column, string text) =>
        new(name, column.IsNumber ? new XAttribute("class", "number") : null, text.Length == 0 ? "–" : text);
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsNumber">Its cells are numbers, and stand at its right edge.</param>
internal sealed record HtmlColumn(string Title, bool IsNumber);
