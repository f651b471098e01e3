using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;

namespace AWSense.Web.Dashboard;

/// <summary>Scripts and styles of the pages: ours, MudBlazor's and Blazor's, embedded in this assembly.</summary>
/// <remarks>The framework's own way needs a manifest beside the entry program, which test hosts and other entry programs lack.</remarks>
internal static class DashboardAssets
{
    /// <summary>Where they are. They hold nothing secret, and the page that asks for a key needs them.</summary>
    public const string Path = "/assets";

    private const string ResourcePrefix = "dashboard/";
    private const int TagLength = 16;

    private static readonly FrozenDictionary<string, Asset> All = Load();

    /// <summary>The address of an asset, which is another once its content is.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public static string Url(string name) => $"{Path}/{name}?v={All[name].Tag}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"{Path}/{{name}}", Serve).ExcludeFromDescription();

    private static async Task Serve(HttpContext context, string name)
    {
        if (!All.TryGetValue(name, out var asset))
        {
            throw new ProblemException(ProblemKinds.NotFound, "There is no such file.");
        }

        var headers = context.Response.Headers;
        var current = context.Request.Query["v"] == asset.Tag;
        headers.CacheControl = current ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        var brotli = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (brotli)
        {
            headers.ContentEncoding = "br";
        }

        var content = brotli ? asset.Compressed.Value : asset.Content;
        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(DashboardAssets).Assembly;
        var types = new FileExtensionContentTypeProvider();
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[ResourcePrefix.Length..], Read, StringComparer.Ordinal);

        Asset Read(string resource)
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new(content, types.TryGetContentType(resource, out var type) ? type : "application/octet-stream");
        }
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal))
        {
            brotli.Write(content);
        }

        return compressed.ToArray();
    }

    /// <param name="Content">Its bytes.</param>
    /// <param name="ContentType">As browsers are told.</param>
    private sealed record Asset(byte[] Content, string ContentType)
    {
        /// <summary>Names the content.</summary>
        public string Tag { get; } = Convert.ToHexStringLower(SHA256.HashData(Content))[..TagLength];

        /// <summary>Compressed once, when it is first asked for.</summary>
        public Lazy<byte[]> Compressed { get; } = new(() => Compress(Content));
    }
}
