using Microsoft.Playwright;

namespace AWSense.SystemTests.Hosting;

/// <summary>The machine's own Chromium, without a window.</summary>
internal static class Browser
{
    /// <summary>Opens a file, and checks what must hold for every report at any width: nothing goes wrong, nothing is wider than the window, every chart is seen.</summary>
    /// <returns>The names of its charts.</returns>
    public static async Task<IReadOnlyList<string>> CheckReportAsync(string file, int width)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) => complaints.AddRange(request.Url.StartsWith("file:", StringComparison.Ordinal) ? [] : [request.Url]);
        await page.GotoAsync($"file://{file}");

        Assert.Empty(complaints);
        var scroll = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(scroll <= width, $"{file} is {scroll} pixels wide in a window of {width}");
        var small = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('svg')].filter(chart => { const box = chart.getBoundingClientRect(); return box.width < 300 || box.height < 30; }).map(chart => chart.getAttribute('aria-label'))");
        Assert.Empty(small);
        var empty = await page.EvaluateAsync<int>("[...document.querySelectorAll('svg')].filter(chart => ![...chart.querySelectorAll('path')].some(path => path.getTotalLength() > 20)).length");
        Assert.Equal(0, empty);
        return await page.EvaluateAsync<string[]>("[...document.querySelectorAll('svg')].map(chart => chart.getAttribute('aria-label'))");
    }
}
