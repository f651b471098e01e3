using System.Diagnostics;
using System.Text;
using System.Text.Json;
using AWSense.Tests.Tidy;

namespace AWSense.Tests.Web.Webhooks;

/// <summary>Verifies deliveries with the specification's own library for JavaScript.</summary>
internal static class NodeVerifier
{
    private static string Tools => Path.Combine(Repository.Root, "tools");

    /// <summary>Why it can't be used here; null when it can.</summary>
    public static string? Absent => Directory.Exists(Path.Combine(Tools, "node_modules", "standardwebhooks"))
        ? null
        : "standardwebhooks isn't installed: it needs node, and then npm ci in the folder tools.";

    /// <summary>What the library says: <c>accepted</c>, or <c>refused</c> and why.</summary>
    public static async Task<string> VerifyAsync(string secret, Delivery delivery)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Tools, "verify-webhook.mjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            secret,
            body = Encoding.UTF8.GetString(delivery.Body),
            headers = new Dictionary<string, string>
            {
                ["webhook-id"] = delivery.Id,
                ["webhook-timestamp"] = delivery.Timestamp,
                ["webhook-signature"] = delivery.Signature,
            },
        }));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Trim();
    }
}
