using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>Many pictures in one archive, with real workers and a web tier that dies.</summary>
[Collection(Alone.Name)]
public sealed class BatchTests
{
    private const int Entries = 500;

    [Fact]
    public async Task The_commands_send_an_archive_and_a_folder_and_tell_every_label()
    {
        await using var service = await RunningService.StartAsync();
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "all.zip"), Archive(20));
            foreach (var name in Pictures.Names)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, name), Pictures.Sample(name));
            }

            var (archived, lines) = await Shell.RunAsync($"{RunningService.Program} batch {folder}/all.zip --url {service.Address} --json 2> /dev/null");
            var (sent, rows) = await Shell.RunAsync($"{RunningService.Program} classify {folder} --service {service.Address} --csv --top-k 1 2> /dev/null");
            var (refused, words) = await Shell.RunAsync($"{RunningService.Program} batch {folder}/coffee.jpg --url {service.Address}");

            Assert.Equal(0, archived);
            var answers = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
            Assert.Equal(Enumerable.Range(0, 20).Select(LabelOf), answers.Select(answer => (string)answer["labels"]![0]!["label"]!));
            Assert.Equal(0, sent);
            Assert.All(Pictures.SampleLabels, sample => Assert.Contains($"{folder}/{sample.Key},1,", rows, StringComparison.Ordinal));
            Assert.Contains("espresso", rows, StringComparison.Ordinal);
            Assert.Equal(1, refused);
            Assert.Contains("415", words, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_interactive_picture_waits_for_the_bulk_one_in_the_model_and_for_no_other()
    {
        await using var service = await RunningService.StartAsync(workers: 1, environment: new Dictionary<string, string> { ["AWSENSE__Worker__ServiceTime"] = "00:00:01.5" });
        var id = AWSense.Core.Requests.RequestId.NewBatch(TimeProvider.System);
        using var archive = new ByteArrayContent(Archive(5));
        archive.Headers.ContentType = new("application/zip");
        using var sent = await service.Http.PutAsync($"/v1/batches/{id}", archive);
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());

        // While the first is in the model the second is decoded, so that it goes there with the first one's end.
        await Eventually.Async(
            async () => (int)(await BatchAsync(service, id))["counts"]!["succeeded"]! == 1, TimeSpan.FromSeconds(30), () => "The first bulk one isn't answered.");

        using var picture = new ByteArrayContent(Pictures.Variant("coffee.jpg", 1000));
        using var answer = await service.Http.PostAsync("/v1/classify", picture);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.Equal(2, (int)(await BatchAsync(service, id))["counts"]!["succeeded"]!);
    }

    [Theory]
    [InlineData(false)] // in the middle of the upload
    [InlineData(true)] // in the middle of the work
    public async Task A_web_tier_that_is_killed_loses_nothing_it_took_in_and_says_what_it_did_not(bool uploadWhole)
    {
        var data = Path.Combine(Path.GetTempPath(), $"awsense-test-{Guid.NewGuid():N}");
        var id = AWSense.Core.Requests.RequestId.NewBatch(TimeProvider.System);
        var archive = Archive(Entries);
        var environment = new Dictionary<string, string> { ["AWSENSE__Batch__Heartbeat"] = "00:00:00.25" };
        try
        {
            await using (var first = await RunningService.StartAsync(dataFolder: data, environment: environment))
            {
                using var content = new SlowContent(archive, uploadWhole ? archive.Length : archive.Length / 2);
                content.Headers.ContentType = new("application/zip");
                var sending = first.Http.PutAsync($"/v1/batches/{id}", content);
                await Eventually.Async(
                    async () => uploadWhole ? sending.IsCompleted : await TakenInAsync(first, id) > Entries / 5,
                    TimeSpan.FromSeconds(60),
                    () => "The upload doesn't go on.");
                await first.KillAsync();
                content.Release();
                await sending.ContinueWith(_ => { }, TaskScheduler.Default);
            }

            await using var second = await RunningService.StartAsync(dataFolder: data, environment: environment);
            var batch = await FinishedAsync(second, id);
            var total = (int)batch["counts"]!["total"]!;
            Assert.Equal(total, (int)batch["counts"]!["succeeded"]!);
            Assert.Equal(uploadWhole ? "complete" : "incomplete", (string?)batch["upload"]!["state"]);
            Assert.InRange(total, uploadWhole ? Entries : Entries / 5, uploadWhole ? Entries : Entries - 1);

            using var again = new ByteArrayContent(archive);
            again.Headers.ContentType = new("application/zip");
            using var resumed = await second.Http.PutAsync($"/v1/batches/{id}", again);
            Assert.True(resumed.IsSuccessStatusCode, await resumed.Content.ReadAsStringAsync());
            Assert.Equal(Entries, (int)(await FinishedAsync(second, id))["counts"]!["succeeded"]!);
            var lines = (await second.Http.GetStringAsync($"/v1/batches/{id}/results.ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(
                Enumerable.Range(0, Entries).Select(number => (LabelOf(number), Pictures.Sha256(PictureOf(number)))),
                lines.Select(line => JsonNode.Parse(line)!).Select(line => ((string)line["labels"]![0]!["label"]!, (string)line["image"]!["sha256"]!)));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static string NameOf(int number) => Pictures.Names[number % Pictures.Names.Count];

    private static string LabelOf(int number) => Pictures.SampleLabels[NameOf(number)];

    private static byte[] PictureOf(int number) => Pictures.Variant(NameOf(number), number);

    private static byte[] Archive(int count)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var number = 0; number < count; number++)
            {
                using var entry = archive.CreateEntry($"{number}.jpg", CompressionLevel.NoCompression).Open();
                entry.Write(PictureOf(number));
            }
        }

        return stream.ToArray();
    }

    private static async Task<JsonNode> BatchAsync(RunningService service, AWSense.Core.Requests.RequestId id) =>
        (await service.Http.GetFromJsonAsync<JsonNode>($"/v1/batches/{id}"))!;

    private static async Task<int> TakenInAsync(RunningService service, AWSense.Core.Requests.RequestId id)
    {
        using var response = await service.Http.GetAsync($"/v1/batches/{id}");
        return response.IsSuccessStatusCode ? (int)(await response.Content.ReadFromJsonAsync<JsonNode>())!["counts"]!["total"]! : 0;
    }

    private static async Task<JsonNode> FinishedAsync(RunningService service, AWSense.Core.Requests.RequestId id)
    {
        var batch = default(JsonNode);
        await Eventually.Async(
            async () =>
            {
                batch = await BatchAsync(service, id);
                return (string?)batch!["status"] == "finished";
            },
            TimeSpan.FromSeconds(90),
            () => $"The batch doesn't end: {batch}\n{service.Output}");
        return batch!;
    }

    /// <summary>Sends some bytes, and then nothing until it is released.</summary>
    private sealed class SlowContent(byte[] bytes, int sent) : HttpContent
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => released.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, sent));
            await stream.FlushAsync();
            if (sent < bytes.Length)
            {
                await released.Task;
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
