using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;
using YamlDotNet.RepresentationModel;

namespace AWSense.SystemTests.Telemetry;

/// <summary>The dashboard and the alert rules of <c>deploy</c> ask for what the service tells.</summary>
public sealed class DeployTests
{
    private const string Rules = "deploy/prometheus/awsense-alerts.yaml";
    private const string Dashboard = "deploy/grafana/awsense.json";

    // Prometheus's own.
    private const string Up = "up";

    [Fact]
    public async Task Every_metric_and_label_that_dashboard_and_alerts_ask_for_is_in_a_scrape()
    {
        var scrape = PromSample.Read(await ScrapeAsync());
        var expressions = Alerts().Select(alert => (Place: alert.Name, alert.Expression)).Concat(Panels()).ToList();
        Assert.True(expressions.Count > 25, $"only {expressions.Count} expressions");

        var wrong = new List<string>();
        foreach (var (place, expression) in expressions)
        {
            var query = PromQuery.Parse(expression);
            Assert.NotEmpty(query.Selectors);
            wrong.AddRange(query.Selectors.Where(selector => selector.Name != Up && !scrape.Any(selector.Selects)).Select(selector => $"{place}: nothing is {selector}"));
            var labels = scrape.Where(sample => query.Selectors.Any(selector => selector.Selects(sample))).SelectMany(sample => sample.Labels.Keys).ToHashSet();
            wrong.AddRange(query.Grouping.Where(label => !labels.Contains(label)).Select(label => $"{place}: nothing has the label {label}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_alert_has_a_line_in_the_operations_that_says_what_to_do()
    {
        var lines = File.ReadLines(Path.Combine(Shell.Root, "docs/operations.md")).ToList();

        Assert.All(Alerts(), alert => Assert.Single(lines, line => line.StartsWith($"| `{alert.Name}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Prometheus_takes_the_rules()
    {
        var (found, _) = await Shell.RunAsync("command -v promtool");
        Assert.SkipUnless(found == 0, "promtool isn't here: it comes with Debian's package prometheus.");

        var (exitCode, output) = await Shell.RunAsync($"promtool check rules {Rules}");

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{Alerts().Count} rules found", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sum by (job, le) (rate(a_bucket{x=~\"1|2\",job=\"j\"}[5m])) / max(b) > 5 * 1024", "a_bucket{x=~\"1|2\"} b{}", "le")]
    [InlineData("histogram_quantile(0.95, sum by (stage) (rate(c{job=~\"$job\"}[$__rate_interval])))", "c{}", "stage")]
    public void Queries_are_read_right(string expression, string selectors, string grouping)
    {
        var query = PromQuery.Parse(expression);

        Assert.Equal((selectors, grouping), (string.Join(' ', query.Selectors), string.Join(' ', query.Grouping)));
    }

    private static List<(string Name, string Expression)> Alerts()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(Shell.Root, Rules));
        yaml.Load(text);
        return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"])
            .SelectMany(group => (YamlSequenceNode)group["rules"])
            .Select(rule => ($"{rule["alert"]}", $"{rule["expr"]}"))];
    }

    private static IEnumerable<(string Place, string Expression)> Panels() => JsonNode.Parse(File.ReadAllText(Path.Combine(Shell.Root, Dashboard)))!["panels"]!.AsArray()
        .SelectMany(panel => panel!["targets"]!.AsArray().Select(target => ($"{panel["title"]}", $"{target!["expr"]}")));

    /// <summary>A scrape of a service in which everything has happened once that is told only then.</summary>
    private static async Task<string> ScrapeAsync()
    {
        var broken = Pictures.Variant("china.jpg", 1);
        var environment = new Dictionary<string, string> { ["AWSENSE_CHAOS"] = "1", ["AWSENSE__Chaos__Fail__0"] = Pictures.Sha256(broken) };
        await using var service = await RunningService.StartAsync(workers: 1, environment: environment);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(service, "/v1/classify", Picture(Pictures.Sample("coffee.jpg"))));
        Assert.Equal(HttpStatusCode.InternalServerError, await PostAsync(service, "/v1/classify", Picture(broken)));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(service, "/v1/jobs", Picture(Pictures.Sample("flower.jpg")))); // its reply finds nobody
        using var form = new MultipartFormDataContent { { Picture(Pictures.Sample("rocket.jpg")), "file", "rocket.jpg" } };
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(service, "/v1/batches", form));

        var scrape = "";
        await Eventually.Async(
            async () => (scrape = await service.Http.GetStringAsync("/metrics")).Contains("awsense_replies_dropped_total", StringComparison.Ordinal),
            TimeSpan.FromSeconds(20),
            () => scrape);
        return scrape;
    }

    private static ByteArrayContent Picture(byte[] picture)
    {
        var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return content;
    }

    private static async Task<HttpStatusCode> PostAsync(RunningService service, string path, HttpContent content)
    {
        using var response = await service.Http.PostAsync(path, content);
        return response.StatusCode;
    }
}
