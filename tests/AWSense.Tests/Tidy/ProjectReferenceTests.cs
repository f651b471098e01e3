using System.Xml.Linq;

namespace AWSense.Tests.Tidy;

/// <summary>Arrows between projects point one way only, as docs/ARCHITECTURE.md shows them.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["AWSense.Core"] = [],
        ["AWSense.Vision"] = ["AWSense.Core"],
        ["AWSense.Scaling"] = ["AWSense.Core"],
        ["AWSense.Backends"] = ["AWSense.Core", "AWSense.Scaling"],
        ["AWSense.Web"] = ["AWSense.Core", "AWSense.Scaling", "AWSense.Backends"],
        ["AWSense.Worker"] = ["AWSense.Core", "AWSense.Vision", "AWSense.Backends"],
        ["AWSense"] = ["AWSense.Core", "AWSense.Vision", "AWSense.Scaling", "AWSense.Backends", "AWSense.Web", "AWSense.Worker"],
        ["AWSense.Infrastructure"] = ["AWSense.Core", "AWSense.Scaling"],
    };

    [Fact]
    public void Projects_reference_only_what_the_architecture_allows()
    {
        var projects = Repository.Files("src", "*.csproj").Concat(Repository.Files("infra", "*.csproj")).ToList();

        Assert.Equal(Allowed.Count, projects.Count);
        foreach (var project in projects)
        {
            var references = XDocument.Parse(Repository.Read(project))
                .Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Assert.Empty(references.Except(Allowed[Path.GetFileNameWithoutExtension(project)]));
        }
    }

    [Fact]
    public void The_cloud_is_named_in_its_backend_only()
    {
        var strangers = Repository.Files("src", "*.cs")
            .Where(path => !path.StartsWith("src/AWSense.Backends/Aws/", StringComparison.Ordinal))
            .Where(path => Repository.Read(path).Contains("using Amazon.", StringComparison.Ordinal));

        Assert.Empty(strangers);
    }

    [Fact]
    public void Every_package_has_a_line_in_the_list_of_dependencies()
    {
        var list = Repository.Read("docs/dependencies.md");
        var packages = XDocument.Parse(Repository.Read("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value);

        Assert.DoesNotContain(packages, package => !list.Contains($"`{package}`", StringComparison.Ordinal));
    }
}
