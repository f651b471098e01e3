using System.Xml.Linq;

namespace AWSense.Reporting;

/// <summary>A page in one file: no script, no font and no picture from elsewhere, light or dark as the reader's system is.</summary>
/// <remarks>It is well-formed XML too, so that a test can read it.</remarks>
internal sealed class HtmlPage(string title)
{
    /// <summary>Colours that keep apart for readers who don't see all of them (Okabe and Ito, 2008).</summary>
    private const string Style = """

        :root { color-scheme: light dark; --paper: #fff; --ink: #222; --faint: #666; --grid: #e4e4e4;
          --fleet: #9ecae9; --booting: #f6c66b; --strong: #0072b2; --demand: #111; --alert: #d55e00; --second: #cc79a7; --draining: #c9c9c9; --tile: #f3f5f7; }
        @media (prefers-color-scheme: dark) { :root { --paper: #16181b; --ink: #e4e4e4; --faint: #a0a0a0; --grid: #33373c;
          --fleet: #235a80; --booting: #8a6414; --strong: #56b4e9; --demand: #f5f5f5; --alert: #ff8c42; --second: #e39cc6; --draining: #565b61; --tile: #22262a; } }
        body { background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 66rem; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } h3 { font-size: 1rem; margin: 1.8rem 0 .3rem; } h4 { font-size: .9rem; margin: 1.4rem 0 .2rem; }
        p { color: var(--faint); margin: .3rem 0; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .6rem 0; font-size: .87rem; }
        body * { box-sizing: border-box; }
        th, td { border-bottom: 1px solid var(--grid); padding: .25rem .6rem .25rem 0; text-align: left; vertical-align: top; }
        td:first-child { white-space: nowrap; }
        th { color: var(--faint); font-weight: 600; } td.number, th.number { text-align: right; white-space: nowrap; }
        figure { margin: .4rem 0; }
        figure.chart { overflow-x: auto; } figure.chart svg { min-width: 36rem; }
        svg { display: block; width: 100%; height: auto; margin-top: .4rem; }
        svg text { font: 12px system-ui, sans-serif; fill: var(--faint); } svg text.title { fill: var(--ink); font-weight: 600; }
        svg line.grid { stroke: var(--grid); } svg line.axis { stroke: var(--faint); }
        svg path, svg line { fill: none; stroke-width: 1.4; }
        svg .fleet { fill: var(--fleet); } svg .booting { fill: var(--booting); }
        svg path.desired, svg line.desired { stroke: var(--strong); } svg path.demand, svg line.demand { stroke: var(--demand); stroke-width: 1; }
        svg path.backlog, svg line.backlog, svg path.latency, svg line.latency { stroke: var(--strong); }
        svg path.promise, svg line.promise { stroke: var(--alert); stroke-dasharray: 6 4; }
        svg .column, svg .waiting { fill: var(--fleet); } svg .draining, svg .leased { fill: var(--draining); }
        svg path.answered, svg line.answered, svg path.middle, svg line.middle { stroke: var(--strong); }
        svg path.upper, svg line.upper { stroke: var(--second); } svg path.failed, svg line.failed { stroke: var(--alert); }
        svg path.before, svg line.before { stroke: var(--faint); stroke-dasharray: 4 3; }
        svg path.decision { fill: var(--ink); stroke: none; } svg line.decision { stroke: var(--ink); stroke-width: .8; stroke-dasharray: 2 3; opacity: .6; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .6rem; margin: 1rem 0; }
        .tiles div { background: var(--tile); border-radius: .5rem; padding: .6rem .8rem; }
        .tiles b { display: block; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.25; }
        .tiles span { color: var(--faint); font-size: .8rem; } .tiles .bad b, .bad { color: var(--alert); }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2.5rem; }
        .bars figcaption { font-size: .85rem; font-weight: 600; margin-bottom: .35rem; }
        .bars div { display: grid; grid-template-columns: 8rem 1fr 5.6rem; gap: .7rem; align-items: center; font-size: .85rem; margin: .22rem 0; }
        .bars .value { font-variant-numeric: tabular-nums; white-space: nowrap; } .bars .name { overflow-wrap: anywhere; }
        .bars .track { background: var(--tile); border-radius: .2rem; overflow: hidden; }
        .bars .bar { display: block; height: 1rem; border-radius: .2rem; background: var(--fleet); }
        .bars .bar.strong { background: var(--strong); } .bars .bar.booting { background: var(--booting); } .bars .bar.alert { background: var(--alert); }
        code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
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

    /// <summary>A chart, which scrolls by itself where the page is too narrow to read it.</summary>
    public static XElement Figure(XElement svg) => new("figure", new XAttribute("class", "chart"), svg);

    /// <summary>The figures that matter most, large.</summary>
    /// <param name="tiles">A figure, what it is, and whether it is a bad one.</param>
    public static XElement Tiles(IEnumerable<(string Figure, string Meaning, bool Bad)> tiles) => new(
        "div",
        new XAttribute("class", "tiles"),
        tiles.Select(tile => new XElement(
            "div", tile.Bad ? new XAttribute("class", "bad") : null, new XElement("b", tile.Figure), new XElement("span", tile.Meaning))));

    /// <summary>Two things beside each other, or one below the other where there is no room.</summary>
    public static XElement Pair(params IEnumerable<XElement> content) => new("div", new XAttribute("class", "pair"), content);

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
