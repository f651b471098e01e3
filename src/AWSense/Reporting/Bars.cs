using System.Globalization;
using System.Xml.Linq;

namespace AWSense.Reporting;

/// <summary>Horizontal bars with names and values, which fit any width.</summary>
internal static class Bars
{
    /// <summary>Draws them, the longest over the whole width.</summary>
    /// <param name="title">What they show, with its unit.</param>
    /// <param name="bars">Name, length from 0, what stands behind it, and the class of its style.</param>
    public static XElement Draw(string title, IReadOnlyList<(string Name, double Value, string Told, string Look)> bars)
    {
        var max = bars.Select(bar => bar.Value).DefaultIfEmpty().Max();
        return new(
            "figure",
            new XAttribute("class", "bars"),
            new XElement("figcaption", title),
            bars.Select(bar => new XElement(
                "div",
                Span("name", bar.Name),
                new XElement("span", new XAttribute("class", "track"), Bar(bar.Look, max > 0 ? bar.Value / max : 0)),
                Span("value", bar.Told))));
    }

    /// <summary>A bar that has no length is still seen.</summary>
    private static XElement Bar(string look, double share) => new(
        "span",
        new XAttribute("class", $"bar {look}"),
        new XAttribute("style", string.Create(CultureInfo.InvariantCulture, $"width:{Math.Max(0.4, share * 100):0.#}%")),
        "");

    private static XElement Span(string look, string text) => new("span", new XAttribute("class", look), text);
}
