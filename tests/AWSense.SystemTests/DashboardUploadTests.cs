using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using AWSense.SystemTests.Hosting;
using Microsoft.Playwright;

namespace AWSense.SystemTests;

/// <summary>The cards of uploads in a real browser: none keeps another waiting, and what goes leaves nothing behind.</summary>
public sealed class DashboardUploadTests
{
    private const float Patience = 40_000; // most is needed on a busy machine only
    private const string NoBrowser = "There is no Chromium on this machine.";
    private const int SideBySide = 4; // as upload.js sends
    private const int SinglesMax = 24; // more at once make a batch
    private const int ItemsMax = 200; // that the page keeps
    private const int Drops = (ItemsMax / SinglesMax) + 1;

    [Fact]
    public async Task A_picture_is_sent_while_as_many_batches_run_as_are_sent_side_by_side()
    {
        Assert.SkipWhen(Chromium.Path is null, NoBrowser);
        await using var service = await RunningService.StartSteeredAsync("--workers", "1", "--service-time", "1.5");
        await using var browser = await OpenAsync(service);
        var batch = Pictures.Zip(Pictures.Names.ToArray());

        await browser.DropAsync([.. Enumerable.Range(1, SideBySide).Select(number => ($"batch-{number}.zip", batch))]);
        await Assertions.Expect(browser.Page.GetByText("of 5 classified")).ToHaveCountAsync(SideBySide, new() { Timeout = Patience });
        await browser.DropAsync(("chelsea.jpg", Pictures.Sample("chelsea.jpg")));

        await Assertions.Expect(browser.Page.Locator(".labels .best .name")).ToHaveTextAsync("tiger cat", new() { Timeout = Patience });
        Assert.NotEqual(SideBySide, await browser.Page.GetByText("5 of 5 classified").CountAsync());
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task What_is_sent_again_goes_to_the_model_that_is_chosen_by_then()
    {
        Assert.SkipWhen(Chromium.Path is null, NoBrowser);
        await using var service = await RunningService.StartAsync(workers: 1);
        await using var browser = await OpenAsync(service);
        var queries = new ConcurrentQueue<string>();
        await browser.Page.RouteAsync(new Regex("/v1/classify"), async route =>
        {
            queries.Enqueue(new Uri(route.Request.Url).Query);
            await (queries.Count == 1 ? route.AbortAsync() : route.ContinueAsync());
        });

        await browser.DropAsync(("chelsea.jpg", Pictures.Sample("chelsea.jpg")));
        var again = browser.Page.GetByRole(AriaRole.Button, new() { Name = "Send again" });
        await Assertions.Expect(again).ToBeVisibleAsync(new() { Timeout = Patience });
        await browser.Page.Locator("#model").SelectOptionAsync("efficientnet-lite2-int8");
        await Assertions.Expect(browser.Page.Locator(".model")).ToContainTextAsync("larger and more accurate", new() { Timeout = Patience });
        await again.ClickAsync();

        await Assertions.Expect(browser.Page.Locator(".times")).ToContainTextAsync("efficientnet-lite2-int8", new() { Timeout = Patience });
        Assert.Equal(["?model=efficientnet-lite0-int8", "?model=efficientnet-lite2-int8"], queries);
    }

    [Fact]
    public async Task Cards_that_fall_off_the_page_leave_no_file_in_the_browser()
    {
        Assert.SkipWhen(Chromium.Path is null, NoBrowser);
        await using var service = await RunningService.StartAsync(workers: 1);
        await using var browser = await OpenAsync(service);
        await browser.Page.EvaluateAsync("() => { const revoke = URL.revokeObjectURL.bind(URL); window.revoked = 0; URL.revokeObjectURL = url => { window.revoked++; revoke(url); }; }");
        var files = Enumerable.Range(0, SinglesMax).Select(number => ($"{number}.txt", "no picture"u8.ToArray())).ToArray();

        for (var drop = 1; drop <= Drops; drop++)
        {
            await browser.DropAsync(files);
            await Assertions.Expect(browser.Page.Locator(".list-head")).ToContainTextAsync($"{Math.Min(drop * SinglesMax, ItemsMax)} failed", new() { Timeout = Patience });
        }

        Assert.Equal(ItemsMax, await browser.Page.Locator("article.upload").CountAsync());
        Assert.Equal((Drops * SinglesMax) - ItemsMax, await browser.Page.EvaluateAsync<int>("window.revoked"));
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Remove all" }).ClickAsync();
        await browser.Page.WaitForFunctionAsync("all => window.revoked === all", Drops * SinglesMax, new() { Timeout = Patience });
    }

    private static async Task<LivePage> OpenAsync(RunningService service)
    {
        var browser = await LivePage.OpenAsync(service, "/");
        await browser.Page.WaitForSelectorAsync(".drop.ready", new() { Timeout = Patience });
        return browser;
    }
}
