using System.Diagnostics;
using AWSense.SystemTests.Hosting;
using Microsoft.Playwright;

namespace AWSense.SystemTests;

/// <summary>The dashboard in a real browser: pictures are classified and found again, dead letters are retried, and nothing is wrong with any page.</summary>
public sealed class DashboardTests
{
    private const float Patience = 40_000; // most is needed on a busy machine only
    private const string NoBrowser = "There is no Chromium on this machine.";

    private static readonly string[] Paths = ["/", "/live", "/results", "/dead-letters", "/simulate"];

    // What the browser itself says of a page that lacks a key, and of a service that has gone.
    private static readonly string[] Expected = ["status of 401", "ERR_CONNECTION_REFUSED", "Connection disconnected with error"];

    [Fact]
    public async Task Pictures_are_dropped_and_found_again_and_no_page_has_a_fault()
    {
        Assert.SkipWhen(Chromium.Path is null, NoBrowser);
        Assert.SkipWhen(Axe.Absence is not null, Axe.Absence ?? "");
        await using var service = await RunningService.StartAsync();
        await using var browser = await LivePage.OpenAsync(service, "/");
        var page = browser.Page;
        await page.WaitForSelectorAsync(".drop.ready", new() { Timeout = Patience });

        await browser.DropAsync(("chelsea.jpg", Pictures.Sample("chelsea.jpg")), ("rocket.jpg", Pictures.Sample("rocket.jpg")));
        var cat = page.Locator("article", new() { HasText = "chelsea.jpg" });
        await Assertions.Expect(cat.Locator(".labels li")).ToHaveCountAsync(5, new() { Timeout = Patience });
        await Assertions.Expect(cat.Locator(".labels .best .name")).ToHaveTextAsync("tiger cat");
        await Assertions.Expect(cat.Locator(".waterfall th")).ToHaveTextAsync(["accept", "queue", "fetch", "decode", "wait", "infer", "archive", "reply"]);
        await Assertions.Expect(page.Locator("article", new() { HasText = "missile" })).ToBeVisibleAsync(new() { Timeout = Patience });
        Assert.Empty(await browser.FindingsAsync());
        await browser.SaveAsync("classify");
        await browser.DropAsync(("many.zip", Pictures.Zip("flower.jpg", "china.jpg", "coffee.jpg")));
        await Assertions.Expect(page.GetByText("3 of 3 classified")).ToBeVisibleAsync(new() { Timeout = Patience });

        await cat.GetByText("Link to this result").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("tiger cat", new() { Timeout = Patience });
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("chelsea.jpg");
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("worker-");
        await Assertions.Expect(page.Locator(".facts dd code").Last).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9a-f]{32}$"));
        await CheckAsync(browser, "result");

        foreach (var path in Paths)
        {
            await browser.GoAsync(service, path);
            await CheckAsync(browser, path == "/" ? "" : path[1..]);
        }

        await browser.GoAsync(service, "/results");
        await Assertions.Expect(page.Locator(".results li")).ToHaveCountAsync(5);
        await page.GetByLabel("Label").FillAsync("DAI");
        await page.GetByLabel("Label").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".results .label")).ToHaveTextAsync(["daisy"], new() { Timeout = Patience });
        Assert.Empty(browser.Complaints);

        // The browser itself complains of this answer, so it comes last.
        await browser.GoAsync(service, "/");
        await page.WaitForSelectorAsync(".drop.ready", new() { Timeout = Patience });
        await browser.DropAsync(("notes.txt", "no picture"u8.ToArray()));
        await Assertions.Expect(page.Locator("article [role=alert]")).ToContainTextAsync("Send a JPEG", new() { Timeout = Patience });
        Assert.Empty(await browser.FindingsAsync());
    }

    [Fact]
    public async Task The_key_is_asked_for_once_and_an_open_page_outlives_a_restart_and_retries_a_dead_letter()
    {
        Assert.SkipWhen(Chromium.Path is null, NoBrowser);
        Assert.SkipWhen(Axe.Absence is not null, Axe.Absence ?? "");
        var data = Path.Combine(Path.GetTempPath(), $"awsense-test-{Guid.NewGuid():N}");
        try
        {
            var killing = Pictures.Variant("rocket.jpg", 8);
            var key = await NewKeyAsync(data);
            var secured = new Dictionary<string, string> { ["AWSENSE__Auth__Required"] = "true" };
            var first = await RunningService.StartAsync(dataFolder: data, environment: Chaos.Poison(Pictures.Sha256(killing), "none").Concat(secured).ToDictionary());
            await using var browser = await LivePage.OpenAsync(first, "/dead-letters", live: false);
            var page = browser.Page;
            await CheckSignInAsync(browser);
            await page.GetByLabel("API key").FillAsync(key);
            await page.GetByRole(AriaRole.Button, new() { Name = "Open the dashboard" }).ClickAsync();
            await Assertions.Expect(page.GetByText("There are no dead letters.")).ToBeVisibleAsync(new() { Timeout = Patience });

            first.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
            await first.SubmitAsync(killing);
            await first.WaitUntilIdleAsync();
            await page.ReloadAsync();
            await Assertions.Expect(page.Locator(".letter")).ToContainTextAsync("died", new() { Timeout = Patience });
            await CheckAsync(browser, "dead-letters");
            await browser.SaveAsync("dead-letters");

            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry all" })).ToBeEnabledAsync(new() { Timeout = Patience }); // it has its circuit
            await first.KillAsync();
            await Assertions.Expect(page.Locator("#connection")).ToContainTextAsync("The connection is lost", new() { Timeout = Patience });
            await using var second = RunningService.Launch(2, data, secured, first.Address.ToString());
            await Assertions.Expect(page.Locator("#connection")).ToBeHiddenAsync(new() { Timeout = Patience });
            await Assertions.Expect(page.Locator(".letter")).ToBeVisibleAsync(new() { Timeout = Patience });
            await page.Locator(".letter").GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync(new() { Timeout = Patience });
            await Assertions.Expect(page.GetByText("was sent again")).ToBeVisibleAsync(new() { Timeout = Patience });
            await page.GetByText("Look at it").ClickAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("missile", new() { Timeout = Patience });
            Assert.Equal("", string.Join('\n', browser.Complaints.Where(complaint => !Expected.Any(words => complaint.Contains(words, StringComparison.Ordinal)))));
            await first.DisposeAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>What must hold of every page: it fits a phone, nothing in it keeps people out, and its picture is saved for whoever wants to look.</summary>
    private static async Task CheckAsync(LivePage browser, string name)
    {
        Assert.True(await browser.FitsAsync(390), $"{name} is wider than a phone");
        await browser.Page.SetViewportSizeAsync(1440, 900);
        Assert.Empty(await browser.FindingsAsync());
        if (name is "result" or "results")
        {
            await browser.SaveAsync(name);
        }
    }

    /// <summary>The same of the page that asks for a key, which has no switch for its colours and follows the system.</summary>
    private static async Task CheckSignInAsync(LivePage browser)
    {
        Assert.True(await browser.FitsAsync(390), "the page that asks for a key is wider than a phone");
        foreach (var (width, scheme) in new[] { (390, ColorScheme.Dark), (390, ColorScheme.Light), (1440, ColorScheme.Dark), (1440, ColorScheme.Light) })
        {
            await browser.Page.SetViewportSizeAsync(width, 900);
            await browser.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var shown = scheme == ColorScheme.Dark ? "dark" : "light";
            await Assertions.Expect(browser.Page.Locator("html")).ToHaveAttributeAsync("data-scheme", shown, new() { Timeout = Patience });
            Assert.Empty(await Axe.FindingsAsync(browser.Page));
            await browser.ShootAsync($"sign-in-{width}-{shown}");
        }
    }

    private static async Task<string> NewKeyAsync(string data)
    {
        using var process = Process.Start(new ProcessStartInfo(RunningService.Program, ["key", "add", "tests", "--data", data]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Single(word => word.StartsWith("awsense_", StringComparison.Ordinal));
    }
}
