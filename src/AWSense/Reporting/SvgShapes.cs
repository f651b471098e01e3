using System.Globalization;
using System.Xml.Linq;

namespace AWSense.Reporting;

/// <summary>The shapes that charts are drawn with.</summary>
internal static class SvgShapes
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private const int SwatchWidth = 16;
    private const int LegendGap = 18;

    public static XElement Line(string look, double x1, double y1, double x2, double y2) =>
        new(Svg + "line", new XAttribute("class", look), At("x1", x1), At("y1", y1), At("x2", x2), At("y2", y2));

    public static XElement Text(string text, string look, double x, double y, string anchor) =>
        new(Svg + "text", new XAttribute("class", look), At("x", x), At("y", y), new XAttribute("text-anchor", anchor), text);

    public static XAttribute At(string name, double value) => new(name, value.ToString("0.#", CultureInfo.InvariantCulture));

    /// <summary>Names and swatches, from right to left, so that they never meet the title.</summary>
    /// <param name="right">Where they end.</param>
    /// <param name="entries">Name, look, and whether it is an area, from left to right.</param>
    public static IEnumerable<XElement> Legend(double right, IEnumerable<(string Name, string Look, bool Filled)> entries)
    {
        foreach (var (name, look, filled) in entries.Reverse())
        {
            yield return Text(name, "mark", right, 14, "end");
            right -= TextWidth(name) + 6;
            yield return filled
                ? new XElement(Svg + "rect", At("x", right - SwatchWidth), At("y", 5), At("width", SwatchWidth), At("height", 10), new XAttribute("class", look))
                : Line(look, right - SwatchWidth, 10, right, 10);
            right -= SwatchWidth + LegendGap;
        }
    }

    /// <summary>About how wide a label is; nobody knows before its font is drawn, so a little more than in most.</summary>
    private static double TextWidth(string text) => text.Sum(character => character switch
    {
        'i' or 'l' or 'j' or 't' or 'f' or 'r' or ' ' => 4.6,
        'm' or 'w' => 11.0,
        _ => 7.7,
    });
}
