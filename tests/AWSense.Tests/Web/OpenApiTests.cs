using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace AWSense.Tests.Web;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_operation_is_described_with_its_problems()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.GetAsync("/openapi/v1.json");

        var document = await response.JsonAsync();
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value)))
            .ToList();
        Assert.Contains(operations, operation => operation.Name == "put /v1/jobs/{id}");
        Assert.All(operations, operation => Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!));
        Assert.All(operations.Where(operation => operation.Name.Contains("/v1/", StringComparison.Ordinal)), AssertProblemsDescribed);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey").GetProperty("scheme").GetString());
    }

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere()
    {
        await using var host = await WebHost.StartAsync();

        using var page = await host.GetAsync("/docs/");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.TextAsync();
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
    }

    [Fact]
    public async Task Generated_and_hostile_requests_find_no_answer_that_the_document_lacks()
    {
        var shared = Environment.GetEnvironmentVariable("AWSENSE_SHARED");
        Assert.SkipWhen(shared is null, "AWSENSE_SHARED names no folder with tools/schemathesis.");
        await using var host = await WebHost.StartAsync(("Web:SyncWait", "00:00:05"), ("Web:LegacyWait", "00:00:05"));
        var start = new ProcessStartInfo(Path.Combine(shared!, "tools", "schemathesis"))
        {
            ArgumentList =
            {
                "run", $"{host.Address}openapi/v1.json", "--max-examples", "30", "--generation-deterministic", "--no-color",

                // No schema can say that bytes are a picture, and what is cancelled can still be read.
                "--exclude-checks", "positive_data_acceptance,use_after_free",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateTempSubdirectory("awsense-schemathesis-").FullName,
        };
        using var process = Process.Start(start)!;

        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, $"{await output}\n{await errors}");
        Directory.Delete(start.WorkingDirectory, recursive: true);
    }

    private static void AssertProblemsDescribed((string Name, JsonElement Value) operation)
    {
        var responses = operation.Value.GetProperty("responses");
        foreach (var status in new[] { "400", "401", "500" })
        {
            Assert.True(responses.TryGetProperty(status, out var response), $"{operation.Name} lacks {status}.");
            Assert.True(response.GetProperty("content").TryGetProperty("application/problem+json", out _), operation.Name);
        }
    }
}
