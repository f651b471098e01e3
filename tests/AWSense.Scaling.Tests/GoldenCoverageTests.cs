using System.Reflection;
using System.Text.Json;

namespace AWSense.Scaling.Tests;

public class GoldenCoverageTests
{
    private static readonly HashSet<string> Parameters = ["stepPercent.out", "stepPercent.in"];

    [Fact]
    public void Every_list_of_cases_is_run_by_a_theory()
    {
        var run = from type in typeof(GoldenFile).Assembly.GetTypes()
                  from method in type.GetMethods()
                  from data in method.GetCustomAttributes<MemberDataAttribute>()
                  where data.MemberType == typeof(GoldenFile)
                  select (string)data.Arguments[0]!;

        Assert.Equal(Lists(GoldenFile.Root, "").Except(Parameters).Order(), run.Order());
    }

    [Fact]
    public void Every_key_of_the_file_holds_cases()
    {
        var keys = Lists(GoldenFile.Root, "").Except(Parameters).Select(place => place.Split('.')[0]).Distinct();

        Assert.Equal(GoldenFile.Root.EnumerateObject().Select(property => property.Name).Order(), keys.Order());
    }

    private static IEnumerable<string> Lists(JsonElement element, string prefix) =>
        element.EnumerateObject().SelectMany(property => property.Value.ValueKind switch
        {
            JsonValueKind.Array => [prefix + property.Name],
            JsonValueKind.Object => Lists(property.Value, $"{prefix}{property.Name}."),
            _ => Array.Empty<string>(),
        });
}
