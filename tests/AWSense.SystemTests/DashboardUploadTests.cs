using AWSense.SystemTests.Hosting;
using Microsoft.Playwright;

namespace AWSense.SystemTests;

/// <summary>The cards of uploads in a real browser: none keeps another waiting.</summary>
public sealed class DashboardUploadTests
{
    private const float Patience = 40_000; // most is needed on a busy machine only
    private const string NoBrowser = "There is no Chromium on this machine.";
    private const int SideBySide = 4; // as upload.js sends

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

    private static async Task<LivePage> OpenAsync(RunningService service)
    {
        var browser = await LivePage.OpenAsync(service, "/");
        await browser.Page.WaitForSelectorAsync(".drop.ready", new() { Timeout = Patience });
        return browser;
    }
}
