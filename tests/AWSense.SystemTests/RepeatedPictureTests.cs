using System.Net;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>The same picture again, at a real service that is ended and started anew with another model of the same version.</summary>
public sealed class RepeatedPictureTests
{
    private const string Model = "efficientnet-lite0-int8";

    [Fact]
    public async Task A_known_picture_needs_no_worker_until_the_model_changes_and_a_known_request_stays_known()
    {
        var folder = Directory.CreateTempSubdirectory("awsense-repeated-").FullName;
        try
        {
            CopyModels(Path.Combine(folder, "models"));
            var environment = new Dictionary<string, string>
            {
                ["AWSENSE__Cache__Enabled"] = "true",
                ["AWSENSE__Archive__Layout"] = "file-name",
                ["AWSENSE__Models__Folder"] = Path.Combine(folder, "models"),
            };
            var data = Path.Combine(folder, "data");
            string? id;
            await using (var service = await RunningService.StartAsync(workers: 1, data, environment))
            {
                id = await AssertAsync(service, "AWSense; fwd=miss", key: "one");
                await AssertAsync(service, "AWSense; hit");
                Assert.Equal(id, await AssertAsync(service, status: null, key: "one"));
                await AssertNamedAsync(service);
                await AssertEndedAsync(service, jobs: 3); // the repeated key is no job of its own
            }

            var manifest = Path.Combine(folder, "models", Model, "manifest.json");
            File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("0.875", "0.9", StringComparison.Ordinal));
            await using (var service = await RunningService.StartAsync(workers: 1, data, environment))
            {
                await AssertAsync(service, "AWSense; fwd=miss");
                await AssertAsync(service, "AWSense; hit");
                Assert.Equal(id, await AssertAsync(service, status: null, key: "one"));
                await AssertEndedAsync(service, jobs: 5);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>The request's id.</returns>
    private static async Task<string?> AssertAsync(RunningService service, string? status, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/classify") { Content = new ByteArrayContent(Pictures.Sample("coffee.jpg")) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await service.Http.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("espresso", (string?)answer["labels"]![0]!["label"]);
        Assert.Equal(status, response.Headers.TryGetValues("Cache-Status", out var values) ? values.Single() : null);
        Assert.Equal(status == "AWSense; hit", (bool?)answer["cached"] ?? false);
        return (string?)answer["id"];
    }

    private static async Task AssertNamedAsync(RunningService service)
    {
        var picture = Pictures.Sample("china.jpg");
        using var response = await service.UploadAsync(picture, "test_0.JPEG");
        Assert.Equal("palace", await response.Content.ReadAsStringAsync());
        var named = Path.Combine(service.DataFolder, "archive", "by-name");
        Assert.Equal(picture, await File.ReadAllBytesAsync(Path.Combine(named, "inputs", "test_0.JPEG")));
        Assert.Equal("palace", await File.ReadAllTextAsync(Path.Combine(named, "results", "test_0")));
    }

    private static async Task AssertEndedAsync(RunningService service, int jobs)
    {
        var all = await service.JobsAsync();
        Assert.Equal(jobs, all.Count);
        Assert.All(all, job => Assert.Equal("succeeded", job.Status));
    }

    private static void CopyModels(string folder)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "models");
        Directory.CreateDirectory(Path.Combine(folder, Model));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(source, Model)))
        {
            File.Copy(file, Path.Combine(folder, Model, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(source, "imagenet-1k.json"), Path.Combine(folder, "imagenet-1k.json"));
    }
}
