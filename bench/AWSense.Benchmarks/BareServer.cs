using System.Buffers;
using System.Text.Json;
using AWSense.Core.Limits;
using AWSense.Core.Results;
using AWSense.Hosting;
using AWSense.Vision.Classification;
using AWSense.Vision.Decoding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AWSense.Benchmarks;

/// <summary>As little as a web server can do that classifies: the model in its own process, no queue, no archive, no worker that may die.</summary>
/// <remarks>What is between it and the raw limit is HTTP's price, the client's included; what is between it and the service is that of all that the service promises.</remarks>
internal static class BareServer
{
    public static async Task RunAsync(string address)
    {
        var installation = Installation.Open(new ConfigurationBuilder().Build());
        using var models = new ClassifierCache(installation.Models);
        using var loaded = models.Rent(installation.Catalog.Default.Id);
        using var slots = new SemaphoreSlim(Environment.ProcessorCount);
        var decoder = new PictureDecoder(new LimitOptions().PixelsMax);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        await using var server = builder.Build();
        server.MapGet("/v1/fleet", () => new { workers = Array.Empty<object>() }); // It is ready as soon as it listens.
        server.MapPost("/v1/classify", async (HttpRequest request) =>
        {
            var picture = new byte[checked((int)request.ContentLength!)];
            await request.Body.ReadExactlyAsync(picture);
            await slots.WaitAsync();
            try
            {
                return Results.Bytes(JsonSerializer.SerializeToUtf8Bytes(Classify(picture)), "application/json"); // with its length
            }
            finally
            {
                slots.Release();
            }
        });
        await server.RunAsync();

        IReadOnlyList<LabelScore> Classify(byte[] picture)
        {
            using var model = models.Rent(installation.Catalog.Default.Id);
            using var pixels = MemoryPool<byte>.Shared.Rent(model.Preprocessing.PixelBytes);
            decoder.Decode(picture, model.Preprocessing, pixels.Memory.Span);
            return model.Classify(pixels.Memory.Span[..model.Preprocessing.PixelBytes], topK: 5, minConfidence: 0);
        }
    }
}
