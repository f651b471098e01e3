using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;

namespace AWSense.SystemTests;

/// <summary>The Open Inference Protocol on a real service, with real workers.</summary>
public sealed class OpenInferenceTests
{
    [Fact]
    public async Task Files_and_the_pixels_made_of_them_get_the_same_answer()
    {
        await using var service = await RunningService.StartAsync(workers: 1);
        var models = JsonNode.Parse(await service.Http.GetStringAsync("/v1/models", TestContext.Current.CancellationToken))!;
        var name = (string)models["default"]!;
        var model = InstalledModels.Open(Path.Combine(AppContext.BaseDirectory, "models")).Find(name);
        var files = Pictures.Names.Select(Pictures.Sample).ToList();

        var ofFiles = await InferAsync(service, name, "image", "BYTES", $"[{files.Count}]", [.. files.SelectMany(Element)]);
        var size = model.Preprocessing.Size;
        var pixels = files.SelectMany(file => Decode(file, model.Preprocessing)).ToArray();
        var ofPixels = await InferAsync(service, name, "pixels", "UINT8", $"[{files.Count},{size},{size},3]", pixels);

        var labels = ofFiles["labels"].AsArray().Select(label => (string)label!).Chunk(5).Select(best => best[0]);
        Assert.Equal(Pictures.Names.Select(sample => Pictures.SampleLabels[sample]), labels);
        Assert.Equal(ofFiles["labels"].ToJsonString(), ofPixels["labels"].ToJsonString());
        Assert.Equal(ofFiles["confidences"].ToJsonString(), ofPixels["confidences"].ToJsonString());
    }

    private static byte[] Decode(byte[] file, Preprocessing preprocessing)
    {
        var pixels = new byte[preprocessing.PixelBytes];
        Assert.True(new PictureDecoder(50_000_000).Decode(file, preprocessing, pixels).IsDecoded);
        return pixels;
    }

    private static byte[] Element(byte[] bytes)
    {
        var element = new byte[sizeof(int) + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(element, bytes.Length);
        bytes.CopyTo(element, sizeof(int));
        return element;
    }

    private static async Task<Dictionary<string, JsonNode>> InferAsync(
        RunningService service, string model, string input, string datatype, string shape, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(
            $$$"""{"inputs":[{"name":"{{{input}}}","shape":{{{shape}}},"datatype":"{{{datatype}}}","parameters":{"binary_data_size":{{{data.Length}}}}}]}""");
        using var content = new ByteArrayContent([.. json, .. data]);
        content.Headers.Add("Inference-Header-Content-Length", json.Length.ToString(CultureInfo.InvariantCulture));
        using var response = await service.Http.PostAsync($"/v2/models/{model}/infer", content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!["outputs"]!.AsArray().ToDictionary(output => (string)output!["name"]!, output => output!["data"]!);
    }
}
