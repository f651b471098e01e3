using System.Diagnostics;
using System.Net.Http.Json;
using AWSense.SystemTests.Hosting;
using Microsoft.Playwright;

namespace AWSense.Benchmarks;

/// <summary>What the dashboard costs: throughput while a page is open against without, in turns; memory of 50 open pages.</summary>
/// <remarks>
/// A browser is on another machine as a rule. Here it runs at the lowest priority, so that it takes what the service leaves; the updates that
/// it got each second tell that the page went on all the same.
/// </remarks>
internal static class DashboardBenchmark
{
    private const int Rounds = 4;
    private const int Pages = 50;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private static int updates;

    public static async Task RunAsync(IReadOnlyList<byte[]> pictures)
    {
        var cores = Environment.ProcessorCount;
        await using var service = await BenchmarkService.StartAsync(cores);
        using var playwright = await Playwright.CreateAsync();
        var launcher = NiceLauncher();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = launcher, Args = ["--no-sandbox"] });
        File.Delete(launcher);
        await service.SendForAsync(pictures, clients: 8 * cores, Round);

        var (closed, open, rates) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            closed.Add(await service.SendForAsync(pictures, clients: 8 * cores, Round));
            var page = await OpenAsync(browser, service);
            var seen = Volatile.Read(ref updates);
            open.Add(await service.SendForAsync(pictures, clients: 8 * cores, Round));
            rates.Add((Volatile.Read(ref updates) - seen) / Round.TotalSeconds);
            await page.CloseAsync();
        }

        Console.WriteLine($"{closed.Average():0.0} pictures/s without the page, {open.Average():0.0} with it open; ratio {open.Average() / closed.Average():0.000} (to reach: 0.97); {rates.Average():0.0} updates/s came to the page");

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

    /// <summary>A script that starts Chromium at the lowest priority; Playwright takes a file, and no command.</summary>
    private static string NiceLauncher()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, $"#!/bin/sh\nexec nice -n 19 {Chromium.Path} \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private static async Task<IPage> OpenAsync(IBrowser browser, BenchmarkService service)
    {
        var page = await browser.NewPageAsync();
        page.WebSocket += (_, circuit) => circuit.FrameReceived += (_, _) => Interlocked.Increment(ref updates);
        var connected = page.WaitForWebSocketAsync();
        await page.GotoAsync(new Uri(service.Address, "/live").ToString());
        await connected;
        await page.Locator(".workers li").First.WaitForAsync();
        return page;
    }
}
