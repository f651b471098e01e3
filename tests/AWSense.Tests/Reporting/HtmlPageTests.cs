using AWSense.Reporting;

namespace AWSense.Tests.Reporting;

/// <summary>A page that is HTML and XML.</summary>
public sealed class HtmlPageTests
{
    [Fact]
    public void An_empty_cell_has_a_dash_and_what_isnt_markup_is_escaped()
    {
        var table = HtmlPage.Table([new("a < b", IsNumber: false), new("n", IsNumber: true)], [["", "1"]]);

        Assert.Equal("–", table.Descendants("td").First().Value);
        Assert.Contains("<th>a &lt; b</th>", table.ToString(System.Xml.Linq.SaveOptions.DisableFormatting), StringComparison.Ordinal);
        Assert.Equal("number", table.Descendants("td").Last().Attribute("class")!.Value);
    }
}
