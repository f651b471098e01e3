using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace AWSense.SystemTests.Hosting;

/// <summary>A page of the dashboard in the machine's own Chromium, and what its console complains of.</summary>
internal sealed class LivePage : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly ConcurrentQueue<string> complaints = new();

    private LivePage(IPlaywright playwright, IBrowser browser, IPage page)
    {
        this.playwright = playwright;
        this.browser = browser;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
    }

    public IPage Page { get; }

    private static string? Folder { get; } = Environment.GetEnvironmentVariable("AWSENSE_SCREENSHOTS");

    private static bool Saves => Folder is { Length: > 0 };

    /// <summary>Errors and warnings of the console.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>Opens a page and waits until its circuit serves it.</summary>
    /// <param name="live">False when it has no circuit, as the page that asks for a key.</param>
    public static async Task<LivePage> OpenAsync(RunningService service, string path, bool live = true)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox"] });
        var opened = new LivePage(playwright, browser, await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } }));
        if (live)
        {
            await opened.GoAsync(service, path);
        }
        else
        {
            await opened.Page.GotoAsync(new Uri(service.Address, path).ToString());
        }

        return opened;
    }

    /// <summary>Goes to another page and waits until its circuit serves it.</summary>
    public async Task GoAsync(RunningService service, string path)
    {
        var connected = Page.WaitForWebSocketAsync();
        await Page.GotoAsync(new Uri(service.Address, path).ToString());
        await connected;
    }

    /// <summary>Drops files where a person would.</summary>
    public Task DropAsync(params (string Name, byte[] Bytes)[] files) => Page.EvaluateAsync(
        """
        files => {
          const dataTransfer = new DataTransfer();
          for (const { name, base64 } of files) dataTransfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name, { type: name.endsWith(".jpg") ? "image/jpeg" : "" }));
          document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }
        """,
        files.Select(file => new { name = file.Name, base64 = Convert.ToBase64String(file.Bytes) }).ToArray());

    /// <summary>What keeps people out of the page as it is now, in light colours and in dark ones.</summary>
    public async Task<IReadOnlyList<string>> FindingsAsync()
    {
        List<string> findings = [];
        foreach (var scheme in new[] { "light", "dark" })
        {
            await ShowSchemeAsync(scheme);
            findings.AddRange((await Axe.FindingsAsync(Page)).Select(finding => $"{scheme}: {finding}"));
        }

        return findings;
    }

    /// <summary>Turns the switch until the page is light, or dark.</summary>
    public async Task ShowSchemeAsync(string scheme)
    {
        var toggle = Page.Locator(".bar button");
        while (await toggle.GetAttributeAsync("aria-label") is var label && !label!.StartsWith($"Colours: {scheme}", StringComparison.Ordinal))
        {
            await toggle.ClickAsync();
            await Assertions.Expect(toggle).Not.ToHaveAttributeAsync("aria-label", label, new() { Timeout = 20_000 });
        }
    }

    /// <summary>Saves the page at two widths, light and dark, into the folder that <c>AWSENSE_SCREENSHOTS</c> names, for people to look at.</summary>
    public async Task SaveAsync(string name)
    {
        if (!Saves)
        {
            return;
        }

        foreach (var (width, scheme) in new[] { (1440, "light"), (1440, "dark"), (390, "light"), (390, "dark") })
        {
            await Page.SetViewportSizeAsync(width, 900);
            await ShowSchemeAsync(scheme);
            await ShootAsync($"{name}-{width}-{scheme}");
        }
    }

    /// <summary>Saves the page as it is, where pages are saved.</summary>
    public Task ShootAsync(string name) => Saves ? Page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, $"{name}.png"), FullPage = true }) : Task.CompletedTask;

    /// <summary>Whether the page is no wider than a window of that width.</summary>
    public async Task<bool> FitsAsync(int width)
    {
        await Page.SetViewportSizeAsync(width, 900);
        return await Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
