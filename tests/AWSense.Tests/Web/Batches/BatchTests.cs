using System.IO.Compression;
using System.Net;
using System.Text.Json;
using AWSense.Core.Archive;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web.Batches;

public sealed class BatchTests
{
    private static readonly (string Key, string Value)[] Quick = [("Batch:Pace", "00:00:00.01"), ("Batch:Heartbeat", "00:00:00.05")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_picture_of_an_archive_is_answered_and_bad_files_have_their_reason()
    {
        await using var host = await WebHost.StartAsync(Quick);

        using var posted = await PostZipAsync(host, [.. Pictures(300), ("empty.jpg", []), ("note.jpg", "hello"u8.ToArray())]);

        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        var batch = await EndAsync(host, posted.Headers.Location!.ToString());
        Assert.Equal("finished", batch.GetProperty("status").GetString());
        Assert.Equal("complete", batch.GetProperty("upload").GetProperty("state").GetString());
        Assert.Equal((302, 300, 2), (Count(batch, "total"), Count(batch, "succeeded"), Count(batch, "failed")));
        var lines = await LinesAsync(host, batch);
        Assert.Equal(Enumerable.Range(1, 302), lines.Select(line => line.GetProperty("entry").GetInt32()));
        Assert.All(lines.Take(300), (line, index) => Assert.Equal($"label {index}", line.GetProperty("labels")[0].GetProperty("label").GetString()));
        Assert.Equal(["entry-empty", "unsupported-media-type"], lines.Skip(300).Select(line => line.GetProperty("error").GetProperty("code").GetString()));
        using var csv = await host.GetAsync(batch.GetProperty("results_csv_url").GetString()!);
        Assert.Contains("\n1,", await csv.TextAsync(), StringComparison.Ordinal);
        using var events = await host.GetAsync(batch.GetProperty("events_url").GetString()!);
        Assert.Contains("event: finished", await events.TextAsync(), StringComparison.Ordinal);
        using var metrics = await host.GetAsync("/metrics");
        var sizes = (await metrics.TextAsync()).Split('\n').Where(line => line.StartsWith("awsense_batch_size", StringComparison.Ordinal)).ToList();
        Assert.Contains(sizes, line => line.StartsWith("awsense_batch_size_sum", StringComparison.Ordinal) && line.Split(' ')[1] == "302");
        Assert.Contains(sizes, line => line.StartsWith("awsense_batch_size_count", StringComparison.Ordinal) && line.Split(' ')[1] == "1");
    }

    [Fact]
    public async Task The_pictures_of_a_batch_travel_in_the_bulk_lane_and_nobody_waits_for_replies()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(Quick);

        using var posted = await PostZipAsync(host, Pictures(3));

        Assert.Equal(3, host.Backend.Queue.Sent.Count);
        Assert.All(host.Backend.Queue.Sent, sent => Assert.Equal((Lane.Bulk, ""), (sent.Lane, sent.Request.ReplyTo)));
        Assert.Equal(3, host.Backend.Queue.DurableCount);
        var batch = await posted.JsonAsync();
        using var job = await host.GetAsync($"/v1/jobs/{host.Backend.Queue.Sent[0].Request.Id}");
        Assert.Equal(batch.GetProperty("id").GetString(), (await job.JsonAsync()).GetProperty("batch_id").GetString());
        Assert.Equal("running", batch.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_files_of_a_form_are_a_batch_and_an_archive_among_them_is_its_files()
    {
        await using var host = await WebHost.StartAsync(Quick);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("not a file"), "note" },
            { new ByteArrayContent(TestPictures.Jpeg("one")), "file", "one.jpg" },
            { new ByteArrayContent(Archives.Streamed(CompressionLevel.Fastest, Pictures(2))), "file", "two.zip" },
            { new ByteArrayContent(TestPictures.Png("last")), "file", "../last.png" },
        };

        using var posted = await host.Client.PostAsync("/v1/batches?top_k=2", form, Token);

        var batch = await EndAsync(host, posted.Headers.Location!.ToString());
        var lines = await LinesAsync(host, batch);
        Assert.Equal(["one", "label 0", "label 1"], lines.Take(3).Select(line => line.GetProperty("labels")[0].GetProperty("label").GetString()));
        Assert.Equal(2, lines[0].GetProperty("labels").GetArrayLength());
        Assert.Equal("entry-unsafe-name", lines[3].GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_upload_that_is_cut_is_told_and_the_same_again_adds_the_rest()
    {
        await using var host = await WebHost.StartAsync(Quick);
        var archive = Archives.Sought(CompressionLevel.NoCompression, Pictures(100));
        var address = $"/v1/batches/{RequestId.NewBatch(TimeProvider.System)}";

        using var cut = await PutAsync(host, address, archive[..(archive.Length / 2)]);

        var problem = await cut.ProblemAsync(HttpStatusCode.BadRequest, "archive-cut");
        Assert.EndsWith(problem.GetProperty("batch_id").GetString()!, address, StringComparison.Ordinal);
        var half = await EndAsync(host, address);
        Assert.Equal("incomplete", half.GetProperty("upload").GetProperty("state").GetString());
        Assert.Equal("archive-cut", half.GetProperty("upload").GetProperty("error").GetProperty("code").GetString());
        Assert.InRange(Count(half, "succeeded"), 10, 90);
        using var again = await PutAsync(host, address, archive);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        var whole = await EndAsync(host, address);
        Assert.Equal(100, Count(whole, "succeeded"));
        Assert.Equal(100, host.Backend.Queue.Sent.DistinctBy(sent => sent.Request.Id).Count());
        Assert.Equal(100, host.Backend.Queue.Sent.Count);
    }

    [Fact]
    public async Task A_whole_batch_that_comes_again_is_known_and_other_pictures_under_its_id_are_409()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(Quick);
        var address = $"/v1/batches/{RequestId.NewBatch(TimeProvider.System)}";
        using var first = await PutAsync(host, address, Archives.Sought(CompressionLevel.Fastest, [.. Pictures(40), ("note.jpg", "hello"u8.ToArray())]));

        using var again = await PutAsync(host, address, Archives.Streamed(CompressionLevel.NoCompression, [.. Pictures(40), ("note.jpg", "hello"u8.ToArray())]));
        using var fewer = await PutAsync(host, address, Archives.Sought(CompressionLevel.Fastest, Pictures(40)));
        using var more = await PutAsync(host, address, Archives.Sought(CompressionLevel.Fastest, [.. Pictures(40), ("note.jpg", "hello"u8.ToArray()), .. Pictures(1)]));
        using var last = await PutAsync(host, address, Archives.Sought(CompressionLevel.Fastest, [.. Pictures(39), .. Pictures(1), ("note.jpg", "hello"u8.ToArray())]));

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        foreach (var other in new[] { fewer, more, last })
        {
            var problem = await other.ProblemAsync(HttpStatusCode.Conflict, "conflict");
            Assert.EndsWith(problem.GetProperty("batch_id").GetString()!, address, StringComparison.Ordinal);
        }

        Assert.Equal(40, host.Backend.Queue.Sent.Count);
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_what_it_has_brought()
    {
        await using var host = await WebHost.StartAsync(Quick);
        var archive = Archives.Sought(CompressionLevel.NoCompression, Pictures(100));
        var address = $"/v1/batches/{RequestId.NewBatch(TimeProvider.System)}";
        var raw = $"PUT {address} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nContent-Type: application/zip\r\nContent-Length: {archive.Length}\r\n\r\n";
        using (var client = new System.Net.Sockets.TcpClient(host.Address.Host, host.Address.Port))
        {
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(raw), Token);
            await client.GetStream().WriteAsync(archive.AsMemory(0, archive.Length / 2), Token);
            await Eventually(() => host.Backend.Queue.Sent.Count > 20);
        }

        await Eventually(async () => (await BatchAsync(host, address)).GetProperty("upload").GetProperty("state").GetString() == "incomplete");

        var batch = await EndAsync(host, address);
        Assert.Equal("upload-cut", batch.GetProperty("upload").GetProperty("error").GetProperty("code").GetString());
        Assert.InRange(Count(batch, "succeeded"), 10, 90);
    }

    [Fact]
    public async Task Entries_that_a_dead_web_tier_left_without_a_message_are_sent()
    {
        await using var host = await WebHost.StartAsync(Quick);
        var id = RequestId.NewBatch(TimeProvider.System);
        host.Backend.Queue.Sending = request => _ = request.Id.EntryNumber > 40 ? throw new BackendUnavailableException("gone") : 0;

        using var failed = await PutAsync(host, $"/v1/batches/{id}", Archives.Sought(CompressionLevel.NoCompression, Pictures(100)));
        await failed.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        var recorded = await host.Backend.Jobs.ListAsync(null, null, 1000, Token);
        Assert.Contains(recorded, job => job.Id.EntryNumber > 40);
        Assert.Contains(new ObjectKey(ObjectKind.BatchUpload, id), host.Backend.Archive.Objects.Keys);
        host.Backend.Queue.Sending = null;

        var batch = await EndAsync(host, $"/v1/batches/{id}");
        Assert.Equal(recorded.Count, Count(batch, "succeeded"));
        await Eventually(() => !host.Backend.Archive.Objects.ContainsKey(new(ObjectKind.BatchUpload, id)));
    }

    [Fact]
    public async Task A_full_queue_slows_an_upload_down_and_refuses_it_when_it_stays_full()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync([.. Quick, ("Batch:QueuePatience", "00:00:00.2")]);
        host.Backend.Queue.DepthMax = 10;

        using var refused = await PostZipAsync(host, Pictures(50));

        await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too-busy");
    }

    [Fact]
    public async Task A_full_disk_is_told_and_what_came_before_is_kept()
    {
        await using var host = await WebHost.StartAsync(Quick);
        var writes = 0;
        host.Backend.Archive.Writing = key => _ = key.Kind == ObjectKind.Input && Interlocked.Increment(ref writes) > 64
            ? throw new StorageFullException("full") : 0;

        using var refused = await PostZipAsync(host, Pictures(200));

        var problem = await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "storage-full");
        var batch = await EndAsync(host, $"/v1/batches/{problem.GetProperty("batch_id").GetString()}");
        Assert.Equal(64, Count(batch, "succeeded"));
    }

    [Fact]
    public async Task Uploads_that_fail_give_their_memory_back()
    {
        await using var host = await WebHost.StartAsync([.. Quick, ("Limits:UploadBytesInMemoryMax", "12000000")]);
        host.Backend.Archive.Writing = key => _ = key.Kind == ObjectKind.Input ? throw new StorageFullException("full") : 0;

        var pictures = Enumerable.Range(0, 70).Select(number => ($"{number}.jpg", TestPictures.Jpeg($"{number}", padding: 100_000))).ToArray();
        for (var round = 0; round < 3; round++)
        {
            using var refused = await PostZipAsync(host, pictures);
            await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "storage-full");
        }

        host.Backend.Archive.Writing = null;
        using var taken = await PostZipAsync(host, pictures);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Too_many_files_or_bytes_are_refused_with_413()
    {
        await using var host = await WebHost.StartAsync([.. Quick, ("Limits:BatchEntriesMax", "40"), ("Limits:BatchBytesMax", "20000")]);

        using var many = await PostZipAsync(host, Pictures(41));
        using var large = await host.PostAsync("/v1/batches", Archives.Sought(CompressionLevel.NoCompression, ("x.jpg", TestPictures.Jpeg("x", 30_000))));

        await many.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-many-entries");
        await large.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "payload-too-large");
    }

    [Fact]
    public async Task A_cancelled_batch_ends_and_takes_nothing_more()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(Quick);
        using var posted = await PostZipAsync(host, Pictures(60));
        var address = posted.Headers.Location!.ToString();

        using var cancelled = await host.SendAsync(HttpMethod.Delete, address, null);

        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        var batch = await EndAsync(host, address);
        Assert.Equal("cancelled", batch.GetProperty("status").GetString());
        Assert.Equal(60, Count(batch, "cancelled"));
        using var again = await PutAsync(host, address, Archives.Sought(CompressionLevel.Fastest, Pictures(61)));
        await again.ProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task Other_pictures_under_the_same_id_are_a_conflict()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(Quick);
        var address = $"/v1/batches/{RequestId.NewBatch(TimeProvider.System)}";
        var cut = Archives.Sought(CompressionLevel.NoCompression, Pictures(10));
        using var first = await PutAsync(host, address, cut[..(cut.Length / 2)]);

        using var other = await PutAsync(host, address, Archives.Sought(CompressionLevel.Fastest, ("x.jpg", TestPictures.Jpeg("another"))));

        await other.ProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Theory]
    [InlineData("/v1/batches", 415)]
    [InlineData("/v1/batches/019dc5c1-2f00-7abc-8123-456789000001", 400)]
    [InlineData("/v1/batches/nonsense", 400)]
    public async Task What_is_no_batch_is_refused(string path, int status)
    {
        await using var host = await WebHost.StartAsync(Quick);

        using var refused = await host.SendAsync(path == "/v1/batches" ? HttpMethod.Post : HttpMethod.Put, path, TestPictures.Jpeg("x"));

        Assert.Equal(status, (int)refused.StatusCode);
    }

    [Fact]
    public async Task An_upload_without_any_file_is_refused()
    {
        await using var host = await WebHost.StartAsync(Quick);

        using var archive = await PostZipAsync(host, []);
        using var form = await host.Client.PostAsync("/v1/batches", new MultipartFormDataContent { { new StringContent("x"), "note" } }, Token);

        await archive.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
        await form.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    private static (string, byte[])[] Pictures(int count) =>
        [.. Enumerable.Range(0, count).Select(number => ($"{number}.jpg", TestPictures.Jpeg($"label {number}", 50)))];

    private static Task<HttpResponseMessage> PostZipAsync(WebHost host, (string, byte[])[] files) =>
        host.PostAsync("/v1/batches", Archives.Sought(CompressionLevel.Fastest, files), ("Content-Type", "application/zip"));

    private static Task<HttpResponseMessage> PutAsync(WebHost host, string address, byte[] archive) =>
        host.SendAsync(HttpMethod.Put, address, archive, ("Content-Type", "application/zip"));

    private static int Count(JsonElement batch, string state) => batch.GetProperty("counts").GetProperty(state).GetInt32();

    private static async Task<JsonElement> BatchAsync(WebHost host, string address)
    {
        using var response = await host.GetAsync(address);
        return await response.JsonAsync();
    }

    private static async Task<JsonElement> EndAsync(WebHost host, string address)
    {
        var batch = default(JsonElement);
        await Eventually(async () =>
        {
            batch = await BatchAsync(host, address);
            return batch.GetProperty("status").GetString() is "finished" or "cancelled";
        });
        return batch;
    }

    private static async Task<List<JsonElement>> LinesAsync(WebHost host, JsonElement batch)
    {
        using var response = await host.GetAsync(batch.GetProperty("results_url").GetString()!);
        var text = await response.TextAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static Task Eventually(Func<bool> condition) => Eventually(() => Task.FromResult(condition()));

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        while (!await condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
