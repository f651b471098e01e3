using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>Outcomes other than labels, and models other than the default.</summary>
[Collection(Alone.Name)]
public sealed class OutcomeTests
{
    [Fact]
    public async Task A_picture_that_fails_in_the_model_is_answered_once_and_not_tried_again()
    {
        var failing = Pictures.Variant("rocket.jpg", 7);
        var environment = new Dictionary<string, string>
        {
            ["AWSENSE_CHAOS"] = "1",
            ["AWSENSE__Chaos__Fail__0"] = Pictures.Sha256(failing),
        };
        await using var service = await RunningService.StartAsync(workers: 1, environment: environment);

        using var response = await service.UploadAsync(failing, "rocket.jpg");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("inference-failed", (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["code"]);
        Assert.Equal("failed", Assert.Single(await service.JobsAsync()).Status);
    }

    [Fact]
    public async Task What_no_worker_takes_before_its_deadline_expires_and_nothing_is_lost()
    {
        var environment = Chaos.Delay("infer", TimeSpan.FromMilliseconds(600));
        environment["AWSENSE__Limits__Deadline"] = "00:00:02";
        environment["AWSENSE__Lease__Duration"] = "00:00:01.8";
        environment["AWSENSE__Lease__Renewal"] = "00:00:00.5";
        environment["AWSENSE__Lease__DecodeTimeout"] = "00:00:01.5";
        environment["AWSENSE__Web__SyncWait"] = "00:00:01";
        environment["AWSENSE__Web__LegacyWait"] = "00:00:01";
        await using var service = await RunningService.StartAsync(workers: 1, environment: environment);

        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => service.SubmitAsync(Pictures.Variant("coffee.jpg", number))));
        await service.WaitUntilIdleAsync();

        var jobs = await Task.WhenAll(ids.Select(service.JobAsync));
        Assert.All(jobs, job => Assert.True(job.Label == "espresso" || job.ErrorCode == "expired", job.ToString()));
        Assert.Contains(jobs, job => job.Status == "succeeded");
        Assert.Contains(jobs, job => job.Status == "expired");
    }

    [Fact]
    public async Task A_client_chooses_the_model_by_its_name()
    {
        await using var service = await RunningService.StartAsync(workers: 1);
        using var content = new ByteArrayContent(Pictures.Sample("chelsea.jpg"));

        using var response = await service.Http.PostAsync("/v1/classify?model=efficientnet-lite2-int8&top_k=2", content);

        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal("efficientnet-lite2-int8", (string?)answer["model"]!["name"]);
        Assert.Equal("Egyptian Mau", (string?)answer["labels"]![0]!["label"]);
        Assert.Equal(2, answer["labels"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_wait_that_is_over_gives_the_address_where_the_answer_will_be()
    {
        await using var service = await RunningService.StartAsync(workers: 1, environment: Chaos.Delay("infer", TimeSpan.FromSeconds(2)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/classify") { Content = new ByteArrayContent(Pictures.Sample("flower.jpg")) };
        request.Headers.Add("Prefer", "wait=1");

        using var response = await service.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("wait=1", Assert.Single(response.Headers.GetValues("Preference-Applied")));
        await service.WaitUntilIdleAsync();
        var job = (await service.Http.GetFromJsonAsync<JsonNode>(response.Headers.Location))!;
        Assert.Equal("daisy", (string?)job["labels"]![0]!["label"]);
    }

    [Fact]
    public async Task Beyond_the_loopback_a_service_without_a_key_does_not_start()
    {
        await using var service = RunningService.Launch(
            workers: 1, dataFolder: null, new Dictionary<string, string>(), urls: "http://0.0.0.0:0");

        Assert.Equal(1, await service.WaitForExitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("awsense key add", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_contradict_stop_the_start_with_the_harm_of_each()
    {
        var environment = new Dictionary<string, string>
        {
            ["AWSENSE__Lease__Renewal"] = "00:00:29",
            ["AWSENSE__Lease__DecodeTimeout"] = "00:00:40",
        };

        await using var service = RunningService.Launch(workers: 1, dataFolder: null, environment);

        Assert.Equal(1, await service.WaitForExitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("Lease:Renewal", service.Output, StringComparison.Ordinal);
        Assert.Contains("Lease:DecodeTimeout", service.Output, StringComparison.Ordinal);
    }
}
