using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

/// <summary>Calls byte for byte as <c>tritonclient.http</c> sends them, whose answers are read as it reads them.</summary>
/// <remarks>
/// Source: triton-inference-server/client, src/python/library/tritonclient/http: _client.py (addresses, headers, compression), _utils.py (the
/// JSON's members and their order, and what follows it), _infer_input.py, _requested_output.py and _infer_result.py. The lines of the request and the
/// order of its headers are those of geventhttpclient, src/geventhttpclient/client.py, through which it sends.
/// </remarks>
public sealed class TritonClientTests
{
    private const string Agent = "User-Agent: python/gevent-http-client-2.0.2";
    private const string LengthHeader = "Inference-Header-Content-Length";

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Infer_sends_files_and_reads_all_outputs(string? compression)
    {
        await using var host = await WebHost.StartAsync();
        var data = Element(TestPictures.Png("red panda")).Concat(Element(TestPictures.Jpeg("palace", padding: 70_000))).ToArray();

        // client.infer("small", [InferInput("image", [2], "BYTES")], request_id="7", parameters={"top_k": 2})
        var json = $$$"""{"id":"7","inputs":[{"name":"image","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":{{{data.Length}}}}}],"parameters":{"binary_data_output":true,"top_k":2}}""";
        var response = await RawHttp.SendAsync(host.Address, Infer(host, json, data, compression));

        var result = new InferResult(response);
        Assert.Equal(["red panda", "class 1", "palace", "class 1"], result.Texts("labels"));
        Assert.Equal([2, 2], result.Shape("labels"));
        Assert.Equal(0.75f, BinaryPrimitives.ReadSingleLittleEndian(result.Buffer("confidences")));
        Assert.Equal(2, result.Texts("job_ids").Count);
        Assert.Equal("7", result.Answer.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Infer_sends_pixels_and_reads_the_outputs_that_it_named()
    {
        await using var host = await WebHost.StartAsync();
        var pixels = new byte[224 * 224 * 3];

        // outputs=[InferRequestedOutput("confidences", class_count=1), InferRequestedOutput("indices", binary_data=False)]
        var json = $$$"""{"inputs":[{"name":"pixels","shape":[1,224,224,3],"datatype":"UINT8","parameters":{"binary_data_size":{{{pixels.Length}}}}}],"outputs":[{"name":"confidences","parameters":{"classification":1,"binary_data":true}},{"name":"indices","parameters":{"binary_data":false}}]}""";
        var response = await RawHttp.SendAsync(host.Address, Infer(host, json, pixels, compression: null));

        var result = new InferResult(response);
        Assert.Equal(2, result.Answer.GetProperty("outputs").GetArrayLength());
        Assert.Equal(3, Assert.Single(result.Texts("confidences")).Split(':').Length); // confidence, index, label
        Assert.True(result.Output("indices").GetProperty("data")[0].TryGetInt32(out _));
    }

    [Fact]
    public async Task An_error_is_read_from_its_one_member()
    {
        await using var host = await WebHost.StartAsync();

        var response = await RawHttp.SendAsync(host.Address, Infer(host, """{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":9}}],"parameters":{"binary_data_output":true}}""", [1], "gzip"));

        Assert.Equal(400, response.Status);
        Assert.NotEmpty(JsonDocument.Parse(response.Body).RootElement.GetProperty("error").GetString()!);
    }

    [Theory]
    [InlineData("v2/models/large/config")]
    [InlineData("v2/models/large/versions/2/config")]
    public async Task Get_model_config_tells_the_tensors(string address)
    {
        await using var host = await WebHost.StartAsync();

        var response = await RawHttp.SendAsync(host.Address, Encoding.ASCII.GetBytes($"GET /{address} HTTP/1.1\r\n{Agent}\r\nHost: {host.Address.Authority}\r\n\r\n"));

        Assert.Equal(200, response.Status);
        var config = JsonDocument.Parse(response.Body).RootElement;
        Assert.Equal(("large", "onnxruntime_onnx", "onnxruntime", 0), (
            config.GetProperty("name").GetString(), config.GetProperty("platform").GetString(), config.GetProperty("backend").GetString(), config.GetProperty("max_batch_size").GetInt32()));
        Assert.Equal(
            ["image TYPE_STRING [-1]", "pixels TYPE_UINT8 [-1,260,260,3]"], Tensors(config.GetProperty("input")));
        Assert.Equal(
            ["labels TYPE_STRING [-1,-1]", "confidences TYPE_FP32 [-1,-1]", "indices TYPE_INT32 [-1,-1]", "job_ids TYPE_STRING [-1]"], Tensors(config.GetProperty("output")));
    }

    [Theory]
    [InlineData("")] // of geventhttpclient up to 2.3
    [InlineData("Content-Length: 0\r\n")]
    public async Task Get_model_repository_index_lists_the_models(string length)
    {
        await using var host = await WebHost.StartAsync();

        var response = await RawHttp.SendAsync(host.Address, Encoding.ASCII.GetBytes($"POST /v2/repository/index HTTP/1.1\r\n{Agent}\r\nHost: {host.Address.Authority}\r\n{length}\r\n"));

        Assert.Equal(200, response.Status);
        Assert.Contains("""{"name":"large","version":"2","state":"READY"}""", JsonDocument.Parse(response.Body).RootElement.EnumerateArray().Select(model => model.GetRawText()));
    }

    private static byte[] Infer(WebHost host, string json, byte[] data, string? compression)
    {
        byte[] plain = [.. Encoding.UTF8.GetBytes(json), .. data];
        var body = compression is null ? plain : PackedInferenceTests.Pack(plain, compression);
        var encoding = compression is null ? "" : $"Content-Encoding: {compression}\r\nAccept-Encoding: {compression}\r\n";
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v2/models/small/infer HTTP/1.1\r\n{Agent}\r\n{encoding}{LengthHeader}: {json.Length}\r\nHost: {host.Address.Authority}\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    // serialize_byte_tensor: the length in four bytes, least significant first, and the bytes.
    private static byte[] Element(byte[] bytes) => [.. BitConverter.GetBytes(bytes.Length), .. bytes];

    private static IEnumerable<string> Tensors(JsonElement tensors) => tensors.EnumerateArray().Select(tensor =>
        $"{tensor.GetProperty("name").GetString()} {tensor.GetProperty("data_type").GetString()} {tensor.GetProperty("dims").GetRawText()}");

    /// <summary>An answer, cut as InferResult cuts it: the header's length off the body, and each binary_data_size off the rest, in the order of the outputs.</summary>
    private sealed class InferResult
    {
        private readonly Dictionary<string, byte[]> buffers = new(StringComparer.Ordinal);

        public InferResult(RawResponse response)
        {
            Assert.True(response.Status == 200, response.Text);
            var line = response.Head.Split("\r\n").Single(header => header.StartsWith($"{LengthHeader}: ", StringComparison.OrdinalIgnoreCase));
            var at = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
            Answer = JsonDocument.Parse(response.Body.AsMemory(0, at)).RootElement;
            foreach (var output in Answer.GetProperty("outputs").EnumerateArray())
            {
                if (output.TryGetProperty("parameters", out var parameters))
                {
                    var size = parameters.GetProperty("binary_data_size").GetInt32();
                    buffers.Add(output.GetProperty("name").GetString()!, response.Body[at..(at + size)]);
                    at += size;
                }
            }

            Assert.Equal(response.Body.Length, at);
        }

        public JsonElement Answer { get; }

        public JsonElement Output(string name) => Answer.GetProperty("outputs").EnumerateArray().Single(output => output.GetProperty("name").GetString() == name);

        public byte[] Buffer(string name) => buffers[name];

        public IEnumerable<int> Shape(string name) => Output(name).GetProperty("shape").EnumerateArray().Select(length => length.GetInt32());

        /// <summary>What deserialize_bytes_tensor makes of a buffer.</summary>
        public List<string> Texts(string name)
        {
            var texts = new List<string>();
            for (var at = 0; at < buffers[name].Length;)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(buffers[name].AsSpan(at));
                texts.Add(Encoding.UTF8.GetString(buffers[name], at + sizeof(int), length));
                at += sizeof(int) + length;
            }

            return texts;
        }
    }
}
