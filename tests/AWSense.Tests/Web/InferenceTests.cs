using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AWSense.Core.Archive;
using AWSense.Core.Images;
using AWSense.Core.Results;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

/// <summary>The Open Inference Protocol, with requests as Triton's clients send them byte for byte.</summary>
public sealed class InferenceTests
{
    private const string LengthHeader = "Inference-Header-Content-Length";
    private const int PixelBytes = 224 * 224 * 3;

    [Fact]
    public async Task Server_and_models_describe_themselves()
    {
        await using var host = await WebHost.StartAsync();

        var server = await JsonAsync(host, "/v2");
        var model = await JsonAsync(host, "/v2/models/large/versions/2");

        Assert.Equal("awsense", server.GetProperty("name").GetString());
        Assert.Contains(server.GetProperty("extensions").EnumerateArray(), extension => extension.GetString() == "binary_tensor_data");
        Assert.Equal("large", model.GetProperty("name").GetString());
        Assert.Equal("2", model.GetProperty("versions")[0].GetString());
        var inputs = model.GetProperty("inputs").EnumerateArray().ToDictionary(
            input => input.GetProperty("name").GetString()!, input => $"{input.GetProperty("datatype")} {input.GetProperty("shape").GetRawText()}");
        Assert.Equal("BYTES [-1]", inputs["image"]);
        Assert.Equal("UINT8 [-1,260,260,3]", inputs["pixels"]);
        Assert.True((await JsonAsync(host, "/v2/models/large/versions/2/ready")).GetProperty("ready").GetBoolean());
        Assert.True((await JsonAsync(host, "/v2/health/ready")).GetProperty("ready").GetBoolean());
        Assert.True((await JsonAsync(host, "/v2/health/live")).GetProperty("live").GetBoolean());
    }

    [Theory]
    [InlineData("/v2/models/none")]
    [InlineData("/v2/models/small/versions/9")]
    [InlineData("/v2/models/none/ready")]
    [InlineData("/v2/nothing")]
    public async Task What_is_not_there_is_404_in_the_protocols_shape(string path)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.GetAsync(path);

        await AssertErrorAsync(response, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_warm_worker_server_and_models_are_not_ready()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var server = await host.GetAsync("/v2/health/ready");
        using var model = await host.GetAsync("/v2/models/small/ready");

        await AssertErrorAsync(server, HttpStatusCode.ServiceUnavailable, "No worker is warm.");
        await AssertErrorAsync(model, HttpStatusCode.ServiceUnavailable, "No worker is warm.");
    }

    [Fact]
    public async Task Files_behind_the_JSON_are_answered_behind_the_JSON_in_their_order()
    {
        await using var host = await WebHost.StartAsync();
        byte[][] pictures = [TestPictures.Png("red panda"), TestPictures.Jpeg("palace", padding: 70_000), TestPictures.Png("espresso")];
        var data = pictures.SelectMany(Element).ToArray();
        var json = $$$"""{"id":"7","parameters":{"binary_data_output":true,"top_k":2,"priority":0},"inputs":[{"name":"image","shape":[3],"datatype":"BYTES","parameters":{"binary_data_size":{{{data.Length}}}}}]}""";

        using var response = await InferAsync(host, "small", json, data);

        var (answer, outputs) = await ReadBinaryAsync(response);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("7", answer.GetProperty("id").GetString());
        Assert.Equal("small", answer.GetProperty("model_name").GetString());
        Assert.Equal("1", answer.GetProperty("model_version").GetString());
        Assert.Equal(["red panda", "class 1", "palace", "class 1", "espresso", "class 1"], Texts(outputs["labels"]));
        Assert.Equal(0.75f, BinaryPrimitives.ReadSingleLittleEndian(outputs["confidences"]));
        Assert.Equal(283, BinaryPrimitives.ReadInt32LittleEndian(outputs["indices"]));
        Assert.Equal("[3,2]", answer.GetProperty("outputs")[1].GetProperty("shape").GetRawText());
        var stored = Texts(outputs["job_ids"]).Select(id => host.Backend.Archive.Objects.Single(entry => entry.Key.ToString() == $"inputs/{id}").Value);
        Assert.Equal(pictures, stored);
        Assert.True(response.Headers.Contains("Server-Timing"));
    }

    [Fact]
    public async Task Files_in_the_JSON_are_answered_in_the_JSON_with_the_outputs_that_were_asked_for()
    {
        await using var host = await WebHost.StartAsync();
        var picture = Convert.ToBase64String(TestPictures.Jpeg("daisy"));
        var json = $$$"""
            {"outputs":[{"name":"confidences","parameters":{"classification":1}},{"name":"labels"}],
             "inputs":[{"data":["{{{picture}}}","{{{picture.Replace("/", "\\/", StringComparison.Ordinal)}}}"],"name":"image","datatype":"BYTES","shape":[2,1]}],"unknown":[{}]}
            """;

        using var response = await InferAsync(host, "small", json, []);

        var outputs = (await response.JsonAsync()).GetProperty("outputs");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(2, outputs.GetArrayLength());
        Assert.Equal("""{"name":"confidences","datatype":"BYTES","shape":[2,1],"data":["0.750000:283:daisy","0.750000:283:daisy"]}""", outputs[0].GetRawText());
        Assert.Equal("[2,5]", outputs[1].GetProperty("shape").GetRawText());
    }

    [Fact]
    public async Task Pixels_are_archived_as_they_came_in_binary_or_in_JSON()
    {
        await using var host = await WebHost.StartAsync();
        var pixels = new byte[2 * PixelBytes];
        new Random(4).NextBytes(pixels);
        var binary = $$$"""{"inputs":[{"name":"pixels","shape":[2,224,224,3],"datatype":"UINT8","parameters":{"binary_data_size":{{{pixels.Length}}}}}]}""";
        var nested = $"[{string.Join(',', pixels.Chunk(PixelBytes).Select(picture => $"[{string.Join(',', picture)}]"))}]";
        var json = $$$"""{"inputs":[{"name":"pixels","shape":[2,224,224,3],"datatype":"UINT8","data":{{{nested}}}}]}""";

        using var first = await InferAsync(host, "small", binary, pixels);
        using var second = await InferAsync(host, "small", json, []);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        var stored = host.Backend.Archive.Objects.Where(entry => entry.Key.Kind == ObjectKind.Input).Select(entry => entry.Value).ToList();
        Assert.Equal(4, stored.Count);
        var expected = pixels.Chunk(PixelBytes).Select(picture => Convert.ToHexString([.. "P6\n224 224\n255\n"u8, .. picture])).ToHashSet();
        Assert.Equal(expected, stored.Select(Convert.ToHexString).ToHashSet());
        Assert.All(host.Backend.Queue.Sent, sent => Assert.True(sent.Request.Bytes > PixelBytes));
        var id = (await first.JsonAsync()).GetProperty("outputs")[3].GetProperty("data")[0].GetString();
        using var image = await host.GetAsync($"/v1/images/{id}");
        Assert.Equal("image/x-portable-pixmap", image.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_file_that_looks_like_a_tensor_is_no_upload()
    {
        await using var host = await WebHost.StartAsync();
        byte[] file = [.. PixelTensor.Header(1, 1), 1, 2, 3];

        using var response = await host.PostAsync("/v1/classify", file);

        await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType, ErrorCodes.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"inputs\":[]}")]
    [InlineData("{\"inputs\":[null]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\"}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[0],\"datatype\":\"BYTES\",\"data\":[]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[65],\"datatype\":\"BYTES\",\"data\":[]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[9223372036854775807],\"datatype\":\"BYTES\",\"data\":[]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[1]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":{\"a\":\"b\"}}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"%%\"]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":null}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":4}}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"other\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"pixels\",\"shape\":[1,4,4,3],\"datatype\":\"UINT8\",\"data\":[]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"pixels\",\"shape\":[1,224,224,3],\"datatype\":\"UINT8\",\"data\":[1,2,3]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"pixels\",\"shape\":[1,224,224,3],\"datatype\":\"UINT8\",\"data\":[256]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"/9j/\"]}],\"outputs\":[{\"name\":\"none\"}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"/9j/\"]}],\"outputs\":[null]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"/9j/\",\"/9j/\"]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"/9j/\"]}]}")]
    [InlineData("{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"/9j/\"]}],\"parameters\":{\"top_k\":0}}")]
    public async Task What_the_protocol_does_not_say_is_400_and_nothing_is_sent(string json)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await InferAsync(host, "small", json, []);

        await AssertErrorAsync(response, HttpStatusCode.BadRequest);
        Assert.Empty(host.Backend.Queue.Sent);
    }

    [Theory]
    [InlineData(1, 3)]      // shorter than a length
    [InlineData(1, 9)]      // shorter than the element says
    [InlineData(2, 14)]     // an element too few
    [InlineData(1, 28)]     // an element too many
    public async Task Data_that_ends_elsewhere_than_its_elements_is_400(int count, int bytes)
    {
        await using var host = await WebHost.StartAsync();
        var picture = Element(TestPictures.Jpeg("cat")); // 14 bytes
        var data = picture.Concat(picture).Take(bytes).ToArray();
        var json = $$$"""{"inputs":[{"name":"image","shape":[{{{count}}}],"datatype":"BYTES","parameters":{"binary_data_size":{{{bytes}}}}}]}""";

        using var response = await InferAsync(host, "small", json, data);

        await AssertErrorAsync(response, HttpStatusCode.BadRequest);
        Assert.Empty(host.Backend.Queue.Sent);
    }

    [Fact]
    public async Task A_picture_that_fails_fails_the_call_with_its_place()
    {
        await using var host = await WebHost.StartAsync();
        host.Worker.Fails = request => request.Bytes > 100 ? new(ErrorCodes.ImageUnreadable, "It is damaged.") : null;
        var data = Element(TestPictures.Jpeg("cat")).Concat(Element(TestPictures.Jpeg("dog", padding: 100))).ToArray();
        var json = $$$"""{"inputs":[{"name":"image","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":{{{data.Length}}}}}]}""";

        using var response = await InferAsync(host, "small", json, data);

        await AssertErrorAsync(response, HttpStatusCode.UnprocessableEntity, "Picture 1: It is damaged.");
        Assert.Equal(2, host.Backend.Archive.Objects.Keys.Count(key => key.Kind == ObjectKind.Result));
    }

    [Fact]
    public async Task An_answer_that_is_not_there_in_time_is_504_and_its_picture_survives_a_power_cut()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:SyncWait", "00:00:00"));
        var json = $$$"""{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{{Convert.ToBase64String(TestPictures.Jpeg("cat"))}}}"]}]}""";

        using var response = await InferAsync(host, "small", json, []);

        var id = host.Backend.Queue.Sent.Single().Request.Id;
        await AssertErrorAsync(response, HttpStatusCode.GatewayTimeout, $"Picture 0 has no answer yet; its job {id} goes on.");
        Assert.True(host.Backend.Archive.IsDurable(ObjectKey.Input(id)));
        Assert.Equal(1, host.Backend.Queue.DurableCount);
    }

    [Fact]
    public async Task Refused_calls_give_their_memory_back()
    {
        await using var host = await WebHost.StartAsync(("Limits:UploadBytesInMemoryMax", "1048576"));
        var data = Element(TestPictures.Jpeg("cat", padding: 100_000)).Concat(Element(new byte[50_000])).ToArray();
        var json = $$$"""{"inputs":[{"name":"image","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":{{{data.Length}}}}}]}""";

        for (var round = 0; round < 20; round++)
        {
            using var response = await InferAsync(host, "small", json, data);
            await AssertErrorAsync(response, HttpStatusCode.UnsupportedMediaType);
        }
    }

    [Fact]
    public async Task A_call_has_its_own_bound_and_each_picture_the_one_of_all()
    {
        await using var host = await WebHost.StartAsync(("Limits:UploadBytesMax", "2000"), ("Inference:BodyBytesMax", "300000"));
        var large = Element(TestPictures.Jpeg("cat", padding: 3000));
        var json = $$$"""{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":{{{large.Length}}}}}]}""";
        var many = Enumerable.Range(0, 60).SelectMany(_ => Element(TestPictures.Jpeg("cat", padding: 1900))).ToArray();
        var batch = $$$"""{"inputs":[{"name":"image","shape":[60],"datatype":"BYTES","parameters":{"binary_data_size":{{{many.Length}}}}}]}""";

        using var tooLarge = await InferAsync(host, "small", json, large);
        using var fits = await InferAsync(host, "small", batch, many);
        using var over = await InferAsync(host, "small", json, new byte[300_000]);

        await AssertErrorAsync(tooLarge, HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        await AssertErrorAsync(over, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Inferences_need_a_key_where_one_is_needed_and_health_needs_none()
    {
        await using var host = await WebHost.StartExposedAsync(new(KeyRequired: true, LoopbackOnly: false));

        using var infer = await InferAsync(host, "small", "{}", []);
        using var live = await host.GetAsync("/v2/health/live");

        await AssertErrorAsync(infer, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    // An element of a BYTES tensor: its length in four bytes, least significant first, and itself.
    private static byte[] Element(byte[] bytes)
    {
        var element = new byte[sizeof(int) + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(element, bytes.Length);
        bytes.CopyTo(element, sizeof(int));
        return element;
    }

    private static Task<HttpResponseMessage> InferAsync(WebHost host, string model, string json, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var content = new ByteArrayContent([.. header, .. data]);
        content.Headers.ContentType = new MediaTypeHeaderValue(data.Length == 0 ? "application/json" : "application/octet-stream");
        if (data.Length > 0)
        {
            content.Headers.Add(LengthHeader, header.Length.ToString(CultureInfo.InvariantCulture));
        }

        return host.Client.PostAsync($"/v2/models/{model}/infer", content, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> JsonAsync(WebHost host, string path)
    {
        using var response = await host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    // As Triton's client does: the header cuts the body, and the sizes of the outputs cut the rest, in their order.
    private static async Task<(JsonElement Answer, Dictionary<string, byte[]> Outputs)> ReadBinaryAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, Encoding.UTF8.GetString(body));
        var at = int.Parse(response.Headers.GetValues(LengthHeader).Single(), CultureInfo.InvariantCulture);
        var answer = JsonDocument.Parse(body.AsMemory(0, at)).RootElement;
        var outputs = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var output in answer.GetProperty("outputs").EnumerateArray())
        {
            var size = output.GetProperty("parameters").GetProperty("binary_data_size").GetInt32();
            Assert.False(output.TryGetProperty("data", out _));
            outputs.Add(output.GetProperty("name").GetString()!, body[at..(at + size)]);
            at += size;
        }

        Assert.Equal(body.Length, at);
        return (answer, outputs);
    }

    private static List<string> Texts(ReadOnlySpan<byte> data)
    {
        var texts = new List<string>();
        while (!data.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(data);
            texts.Add(Encoding.UTF8.GetString(data.Slice(sizeof(int), length)));
            data = data[(sizeof(int) + length)..];
        }

        return texts;
    }

    private static async Task AssertErrorAsync(HttpResponseMessage response, HttpStatusCode status, string? words = null)
    {
        var text = await response.TextAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var member = Assert.Single(JsonDocument.Parse(text).RootElement.EnumerateObject());
        Assert.Equal("error", member.Name);
        Assert.NotEmpty(member.Value.GetString()!);
        Assert.Equal(words ?? member.Value.GetString(), member.Value.GetString());
    }
}
