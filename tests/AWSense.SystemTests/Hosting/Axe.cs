using Microsoft.Playwright;

namespace AWSense.SystemTests.Hosting;

/// <summary>axe-core, which finds what keeps people out of a page.</summary>
internal static class Axe
{
    private const int Again = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly string Script = Path.Combine(Shell.Root, "tools", "node_modules", "axe-core", "axe.min.js");

    /// <summary>Why it can't be asked; null when it can.</summary>
    public static string? Absence => File.Exists(Script) ? null : "axe-core isn't installed: it needs npm, and then npm ci in the folder tools.";

    /// <summary>Serious and critical findings on a page that don't go away, each with where it is: colours that are changing have any contrast for a quarter of a second.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(IPage page)
    {
        var findings = await LookAsync(page);
        for (var again = 0; again < Again && findings.Count > 0; again++)
        {
            await Task.Delay(Pause);
            findings = await LookAsync(page);
        }

        return findings;
    }

    private static async Task<IReadOnlyList<string>> LookAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Script));
        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
              .filter(found => ["serious", "critical"].includes(found.impact))
              .flatMap(found => found.nodes.map(node => `${location.pathname} ${found.id}: ${node.target} ${node.failureSummary}`))
            """);
    }
}
