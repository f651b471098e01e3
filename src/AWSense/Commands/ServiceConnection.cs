using System.CommandLine;
using System.Net.Http.Headers;
using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary>How commands reach a running service.</summary>
internal static class ServiceConnection
{
    public const string DefaultUrl = "http://127.0.0.1:8081";

    public static Option<string?> UrlOption(string name) => new(name) { Description = $"The service. Default: {DefaultUrl}", HelpName = "URL" };

    public static Option<string?> KeyOption() => new("--key") { Description = "API key. Default: the variable AWSENSE_KEY.", HelpName = "KEY" };

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="patience">How long each call may take.</param>
    /// <exception cref="CommandFailedException">The URL is none.</exception>
    public static HttpClient Connect(string url, string? key, TimeSpan patience)
    {
        var http = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? new HttpClient { BaseAddress = address, Timeout = patience }
            : throw new CommandFailedException($"{url} is no URL; it begins with http:// or https://.");
        key ??= Environment.GetEnvironmentVariable("AWSENSE_KEY");
        http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
