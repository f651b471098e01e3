using System.Diagnostics;
using System.Net.Http.Json;
using AWSense.SystemTests.Hosting;
using Microsoft.Playwright;

namespace AWSense.Benchmarks;

/// <summary>What the dashboard costs: throughput while a page is open against without, in turns; memory of 50 open pages.</summary>
internal static class DashboardBenchmark
{
    private const int Rounds = 4;
    private const int Pages = 50;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(IReadOnlyList<byte[]> pictures)
    {
        var cores = Environment.ProcessorCount;
        await using var service = await BenchmarkService.StartAsync(cores);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox"] });
        await service.SendForAsync(pictures, clients: 8 * cores, Round);

        var (closed, open) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            closed.Add(await service.SendForAsync(pictures, clients: 8 * cores, Round));
            var page = await OpenAsync(browser, service);
            open.Add(await service.SendForAsync(pictures, clients: 8 * cores, Round));
            await page.CloseAsync();
        }

        Console.WriteLine($"{closed.Average():0.0} pictures/s without the page, {open.Average():0.0} with it open; ratio {open.Average() / closed.Average():0.000} (to reach: 0.97; the browser is on the same cores)");

        await Task.Delay(Settling);
        var before = service.WebMegabytes;
        for (var page = 0; page < Pages; page++)
        {
            await OpenAsync(browser, service);
        }

        var busy = await service.SendForAsync(pictures, clients: 8 * cores, Settling);
        var fleet = Stopwatch.GetTimestamp();
        await service.Http.GetFromJsonAsync<object>("/v1/fleet/history?seconds=5");
        Console.WriteLine($"{Pages} open pages: {before:0} MB before, {service.WebMegabytes:0} MB with them, {service.WebMegabytes - before:0} MB more (under 200); {busy:0.0} pictures/s meanwhile, /v1/fleet/history in {Stopwatch.GetElapsedTime(fleet).TotalMilliseconds:0} ms");
    }

    private static async Task<IPage> OpenAsync(IBrowser browser, BenchmarkService service)
    {
        var page = await browser.NewPageAsync();
        var connected = page.WaitForWebSocketAsync();
        await page.GotoAsync(new Uri(service.Address, "/live").ToString());
        await connected;
        await page.Locator(".workers li").First.WaitForAsync();
        return page;
    }
}
