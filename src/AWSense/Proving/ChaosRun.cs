using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using AWSense.Core.Requests;
using AWSense.Hosting;
using AWSense.Verifying;
using Microsoft.Extensions.Configuration;

namespace AWSense.Proving;

/// <summary>A load on a service that is sabotaged meanwhile, and the proof that every promise was kept.</summary>
internal sealed class ChaosRun : IDisposable
{
    private const int FollowersMax = 32;

    private static readonly TimeSpan AttemptPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TellPace = TimeSpan.FromSeconds(1);

    private readonly ChaosPlan plan;
    private readonly ChaosPictures pictures;
    private readonly ChaosBook book = new();
    private readonly UsageWatch usage = new();
    private readonly HttpClient http;
    private readonly ChaosClient client;
    private readonly ChaosService? own;
    private readonly Saboteur saboteur;
    private int lastNumber = -1;

    private ChaosRun(ChaosPlan plan, ChaosPictures pictures, ChaosService? own, string diskFullWhile)
    {
        (this.plan, this.pictures, this.own) = (plan, pictures, own);
        http = new(new SocketsHttpHandler { MaxConnectionsPerServer = plan.Clients + FollowersMax, UseProxy = false })
        {
            BaseAddress = own?.Address ?? plan.Service, Timeout = AttemptPatience,
        };
        http.DefaultRequestHeaders.Authorization = plan.ApiKey is null ? null : new AuthenticationHeaderValue("Bearer", plan.ApiKey);
        client = new(http, book);
        saboteur = new(plan, own, diskFullWhile);
    }

    /// <summary>Runs a plan to its end.</summary>
    /// <param name="tell">Told in words how far it is; often.</param>
    /// <param name="interrupt">Ends the load early; what has come by then is judged.</param>
    /// <exception cref="CommandFailedException">The service can't be started, or doesn't classify the samples to begin with.</exception>
    public static async Task<ChaosReport> RunAsync(ChaosPlan plan, Action<string> tell, CancellationToken interrupt)
    {
        var pictures = new ChaosPictures(plan.Seed);
        if (plan.Service is not null)
        {
            using var run = new ChaosRun(plan, pictures, own: null, "");
            return await run.RunAsync(tell, interrupt);
        }

        var temporary = plan.DataFolder is null ? Directory.CreateTempSubdirectory("awsense-chaos-").FullName : null;
        var folder = plan.DataFolder ?? temporary!;
        var diskFullWhile = Path.Combine(Path.GetTempPath(), $"awsense-chaos-disk-{RequestId.New(TimeProvider.System)}");
        try
        {
            var poison = plan.Faults.Contains(FaultKind.Poison) ? pictures.Poison : [];
            await using var service = new ChaosService(plan, folder, ChaosSettings.Environment(plan, poison, diskFullWhile));
            await service.StartAsync(interrupt);
            using var run = new ChaosRun(plan, pictures, service, diskFullWhile);
            return await run.RunAsync(tell, interrupt);
        }
        finally
        {
            File.Delete(diskFullWhile);
            if (temporary is not null)
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<ChaosReport> RunAsync(Action<string> tell, CancellationToken interrupt)
    {
        await LearnLabelsAsync(interrupt);
        var began = Stopwatch.GetTimestamp();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        using var giveUp = new CancellationTokenSource();
        over.CancelAfter(plan.Duration);
        var telling = TellAsync(tell, began, giveUp.Token);
        var watching = usage.RunAsync(() => own?.ProcessId ?? plan.ServiceProcess ?? 0, giveUp.Token);
        var sending = Task.WhenAll(Enumerable.Range(0, plan.Clients).Select(_ => SendAllAsync(over.Token, giveUp.Token)));
        var poisoning = PoisonAsync(giveUp.Token);
        var sabotage = saboteur.RunAsync(over.Token);
        await Task.WhenAny(sabotage, plan.Pictures is null ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token) : sending);
        await over.CancelAsync();
        await sabotage;
        giveUp.CancelAfter(plan.Patience); // from here on nothing is in anybody's way
        await Task.WhenAll(sending, poisoning);
        await SettleAsync(giveUp.Token);
        await giveUp.CancelAsync();
        await Task.WhenAll(telling, watching);
        long? redelivered = plan.Faults.Count == 0 && own is not null ? await RedeliveredAsync() : null;
        var seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 3);
        return new(plan.Seed, seconds, book.Summarize(), saboteur.Kills, saboteur.Done, redelivered, usage.Summarize(), await VerifyAsync());
    }

    /// <summary>What each sample is, told by a service that nobody disturbs yet.</summary>
    private async Task LearnLabelsAsync(CancellationToken cancellationToken)
    {
        for (var kind = 0; kind < pictures.Kinds; kind++)
        {
            using var content = new ByteArrayContent(pictures.Take(int.MaxValue - 100 + kind).Bytes);
            using var response = await http.PostAsync(new Uri("v1/classify", UriKind.Relative), content, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            pictures.Labels[(int.MaxValue - 100 + kind) % pictures.Kinds] = response.IsSuccessStatusCode && Load.Sending.AnswerReader.OfJson(body).Label is { } label
                ? label
                : throw new CommandFailedException($"Before any fault, the service answers a sample with {(int)response.StatusCode}.");
        }
    }

    private async Task SendAllAsync(CancellationToken over, CancellationToken giveUp)
    {
        while (!over.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref lastNumber);
            if (number >= plan.Pictures)
            {
                return;
            }

            await client.SendAsync(pictures.Take(number), number, poison: null, giveUp);
        }
    }

    private Task PoisonAsync(CancellationToken giveUp) => own is null || !plan.Faults.Contains(FaultKind.Poison)
        ? Task.CompletedTask
        : Task.WhenAll(pictures.Poison.Select(poison => client.SendAsync(poison.Picture, 0, poison.Error, giveUp)));

    /// <summary>Looks once more at everything that was promised: it must have ended, as it was told before.</summary>
    private async Task SettleAsync(CancellationToken giveUp)
    {
        var poison = pictures.Poison.ToDictionary(entry => entry.Picture.Sha256, entry => entry.Error, StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = FollowersMax, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(book.Promises, options, async (id, _) => await client.FollowAsync(id, poison.GetValueOrDefault(book.PictureOf(id).Sha256), giveUp));
        foreach (var id in book.Open)
        {
            book.Lost(id, $"it was promised, and has not ended {plan.Patience.TotalSeconds:0} s after the last fault");
        }
    }

    private async Task<long> RedeliveredAsync()
    {
        using var fleet = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri("v1/fleet", UriKind.Relative)));
        return fleet.RootElement.GetProperty("redelivered").GetInt64();
    }

    private async Task<LedgerReport?> VerifyAsync()
    {
        if (own is not null)
        {
            await own.StopAsync();
        }

        var ledger = own is null ? plan.Ledger : new ConfigurationBuilder().AddInMemoryCollection([new("Data:Folder", own.DataFolder)]).Build();
        return ledger is null ? null : await LedgerReading.RunAsync(ledger, progress: null, CancellationToken.None);
    }

    private async Task TellAsync(Action<string> tell, long began, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            tell($"{Stopwatch.GetElapsedTime(began).TotalSeconds:0} s: {book.Accepted:N0} accepted, {book.Answered:N0} answered, {saboteur.Kills:N0} processes killed");
            await Task.Delay(TellPace, TimeProvider.System, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
