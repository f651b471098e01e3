using System.Globalization;
using AWSense.SystemTests.Hosting;
using Microsoft.Playwright;

namespace AWSense.SystemTests;

/// <summary>The pages that show the fleet at work, and the simulator, in a real browser.</summary>
[Collection(Alone.Name)]
public sealed class DashboardLiveTests
{
    private const float Patience = 40_000; // most is needed on a busy machine only
    private const string NoBrowser = "There is no Chromium on this machine.";

    [Fact]
    public async Task The_page_shows_the_fleet_grow_replace_a_killed_worker_and_shrink()
    {
        Assert.SkipWhen(Chromium.Path is null, NoBrowser);
        Assert.SkipWhen(Axe.Absence is not null, Axe.Absence ?? "");
        await using var service = await RunningService.StartSteeredAsync("--policy", "demo", "--service-time", "0.4");
        await using var live = await LivePage.OpenAsync(service, "/live");
        var workers = live.Page.Locator(".workers li");
        await Assertions.Expect(workers).ToHaveCountAsync(1, new() { Timeout = Patience });

        var answers = service.ClassifyAllAsync(Enumerable.Range(0, 200));
        var busy = live.Page.Locator(".workers li.busy[data-pid]");
        await Assertions.Expect(busy.Nth(1)).ToBeVisibleAsync(new() { Timeout = Patience });
        Assert.Empty(await live.FindingsAsync());
        var process = int.Parse((await busy.First.GetAttributeAsync("data-pid"))!, CultureInfo.InvariantCulture);
        var known = await live.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.workers li')].map(worker => worker.dataset.worker)");
        Processes.Kill(process);
        await Assertions.Expect(live.Page.Locator($".workers li[data-pid='{process}']")).ToHaveCountAsync(0, new() { Timeout = Patience });
        await live.Page.WaitForFunctionAsync(
            "known => [...document.querySelectorAll('.workers li')].some(worker => !known.includes(worker.dataset.worker))", known, new() { Timeout = Patience });
        await answers;
        await live.SaveAsync("live");

        await Assertions.Expect(workers).ToHaveCountAsync(1, new() { Timeout = Patience });
        var decisions = live.Page.Locator(".decisions li");
        await Assertions.Expect(decisions.Filter(new() { Has = live.Page.Locator("b.out"), HasText = "1 →" }).First).ToBeVisibleAsync();
        await Assertions.Expect(decisions.First.Locator("b")).ToContainTextAsync("→ 1");
        await Assertions.Expect(live.Page.Locator(".plot path.decision").First).ToBeAttachedAsync();
        await Assertions.Expect(live.Page.Locator(".words")).ToContainTextAsync("Rule");
        Assert.Empty(await live.FindingsAsync());
        Assert.True(await live.FitsAsync(390));
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task Two_policies_and_a_pasted_one_are_compared_on_a_workload()
    {
        Assert.SkipWhen(Chromium.Path is null, NoBrowser);
        Assert.SkipWhen(Axe.Absence is not null, Axe.Absence ?? "");
        await using var service = await RunningService.StartAsync(workers: 1);
        await using var page = await LivePage.OpenAsync(service, "/simulate");
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Simulate" })).ToBeEnabledAsync(new() { Timeout = Patience });
        await page.Page.GetByLabel("Your own, as YAML").FillAsync("fleet: { min: 5, max: 2 }");
        await page.Page.GetByLabel("Name").FillAsync("onoff:5:5m:5m:30m");
        await Assertions.Expect(page.Page.Locator(".problems .error").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Simulate" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("Your own policy has errors")).ToBeVisibleAsync(new() { Timeout = Patience });

        await page.Page.GetByLabel("Begin with").SelectOptionAsync("steady");
        await Assertions.Expect(page.Page.Locator(".problems .error")).ToHaveCountAsync(0, new() { Timeout = Patience });
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Simulate" }).ClickAsync();

        await Assertions.Expect(page.Page.Locator(".outcome tbody tr")).ToHaveCountAsync(3, new() { Timeout = Patience });
        await Assertions.Expect(page.Page.Locator(".outcome tbody")).ToContainTextAsync("seed");
        await Assertions.Expect(page.Page.Locator(".cost .dot")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Page.Locator(".run")).ToHaveCountAsync(3);
        Assert.Empty(await page.FindingsAsync());
        await page.SaveAsync("simulate");
        Assert.True(await page.Page.EvaluateAsync<bool>("[document.querySelector('.outcome')].every(box => box.scrollHeight <= box.clientHeight)"), "the comparison is cut off");
        Assert.True(await page.FitsAsync(390));

        await page.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "trace.csv", MimeType = "text/csv", Buffer = "second,requests\n0,30\n10,x\n"u8.ToArray() });
        await Assertions.Expect(page.Page.GetByText("trace.csv, 26 bytes")).ToBeVisibleAsync(new() { Timeout = Patience });
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Simulate" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByText("trace.csv, line 3")).ToBeVisibleAsync(new() { Timeout = Patience });
        Assert.Empty(page.Complaints);
    }
}
