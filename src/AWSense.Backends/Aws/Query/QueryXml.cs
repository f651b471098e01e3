using System.Globalization;
using System.Xml.Linq;

namespace AWSense.Backends.Aws.Query;

/// <summary>Reads answers, whatever their namespace.</summary>
internal static class QueryXml
{
    /// <summary>The child of that name.</summary>
    public static XElement? Child(this XElement? parent, string name) => parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    /// <summary>The text of the child of that name; null when there is none.</summary>
    public static string? Value(this XElement? parent, string name) => parent.Child(name)?.Value;

    /// <summary>The number in the child of that name.</summary>
    /// <exception cref="FormatException">There is none: AWS never leaves it out.</exception>
    public static int Number(this XElement parent, string name) =>
        int.TryParse(parent.Value(name), CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"{parent.Name.LocalName} has no number {name}.");

    /// <summary>The members of the list in the child of that name.</summary>
    public static IEnumerable<XElement> Members(this XElement? parent, string name) =>
        parent.Child(name)?.Elements().Where(element => element.Name.LocalName is "member" or "item") ?? [];
}
