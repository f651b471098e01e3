using System.Globalization;
using System.Text;
using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Tests.Fakes;
using AWSense.Web.Inference;
using AWSense.Web.Problems;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AWSense.Tests.Fuzz;

/// <summary>The reader of the Open Inference Protocol's requests: JSON, and what the binary tensor data extension puts behind it.</summary>
/// <remarks>An input is the value of <see cref="InferBody.LengthHeader"/>, a line feed, and the body; nothing before the line feed is no header.</remarks>
internal static class InferenceTarget
{
    private const int Side = 8; // of the model's input, so that pixels are few
    private const int PixelBytes = Side * Side * 3;
    private const int DetailMax = 70;

    public static FuzzTarget Create()
    {
        // No larger than the calls need, so that memory which isn't given back is soon missed.
        var limits = Options.Create(new LimitOptions { UploadBytesMax = 1 << 20, UploadBytesInMemoryMax = 16 << 20 });
        var options = Options.Create(new InferenceOptions { BodyBytesMax = 1 << 20, PicturesMax = 4 });
        var budget = new UploadBudget(limits);
        var pictures = new TensorPictures(budget, limits, options);
        var model = new ModelInfo(new("small", "1"), "", "", Side, Side, ClassCount: 10);
        return new("inference", Seeds(), bytes => ReadAsync(bytes, budget, pictures, model, options.Value));
    }

    private static async Task<string> ReadAsync(byte[] input, UploadBudget budget, TensorPictures reader, ModelInfo model, InferenceOptions options)
    {
        var end = Math.Max(0, Array.IndexOf(input, (byte)'\n'));
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(input[Math.Min(end + 1, input.Length)..]);
        context.Request.Headers[InferBody.LengthHeader] = Encoding.Latin1.GetString(input, 0, end);
        try
        {
            using var body = await InferBody.ReadAsync(context, budget, options);
            var wanted = WantedOutput.Of(body.Request);
            var read = reader.Read(body, model);
            var bytes = read.Sum(picture => picture.Bytes.Length);
            foreach (var picture in read)
            {
                picture.Dispose();
            }

            return string.Create(CultureInfo.InvariantCulture, $"{read.Count} pictures, {wanted.Count(output => output.IsBinary)} binary, {bytes > PixelBytes}");
        }
        catch (ProblemException problem) when (problem.Kind != ProblemKinds.TooBusy)
        {
            var detail = problem.Message.Split(": '")[0]; // what is quoted differs with each input
            return $"{problem.Kind.Code} {detail[..Math.Min(DetailMax, detail.Length)]}";
        }
    }

    private static byte[][] Seeds()
    {
        byte[] files = [.. Element(TestPictures.Jpeg("cat", 300)), .. Element(TestPictures.Png("dog"))];
        var pixels = Enumerable.Range(0, 2 * PixelBytes).Select(value => (byte)value).ToArray();
        var nested = string.Join(',', pixels.Take(PixelBytes).Chunk(3).Chunk(Side).Select(row => $"[{string.Join(',', row.Select(pixel => $"[{string.Join(',', pixel)}]"))}]"));
        var encoded = Convert.ToBase64String(TestPictures.Jpeg("owl")).Replace("/", "\\/", StringComparison.Ordinal);
        return
        [
            WithHeader($$$"""{"id":"7","parameters":{"binary_data_output":true,"top_k":2},"inputs":[{"name":"image","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":{{{files.Length}}}}}]}""", files),
            WithHeader($$$"""{"inputs":[{"name":"pixels","shape":[2,8,8,3],"datatype":"UINT8","parameters":{"binary_data_size":{{{pixels.Length}}}}}],"outputs":[{"name":"labels","parameters":{"binary_data":false}}]}""", pixels),
            Plain($$$"""{"outputs":[{"name":"confidences","parameters":{"classification":1}},{"name":"indices"}],"inputs":[{"data":["{{{encoded}}}","{{{encoded}}}"],"name":"image","datatype":"BYTES","shape":[2,1]}],"unknown":[{}]}"""),
            Plain($$$"""{"inputs":[{"name":"pixels","shape":[1,8,8,3],"datatype":"UINT8","data":[[{{{nested}}}]]}]}"""),
            Plain($$$"""{"inputs":[{"name":"pixels","shape":[2,8,8,3],"datatype":"UINT8","data":[{{{string.Join(',', pixels)}}}]}]}"""),
        ];
    }

    private static byte[] Element(byte[] bytes) => [.. BitConverter.GetBytes(bytes.Length), .. bytes]; // as the extension has it, least byte first

    private static byte[] WithHeader(string json, byte[] data) =>
        [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(json)}\n{json}")), .. data];

    private static byte[] Plain(string json) => Encoding.UTF8.GetBytes($"\n{json}");
}
