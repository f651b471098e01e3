using System.Reflection;
using System.Runtime.InteropServices;
using AWSense.Load.Fleet;
using AWSense.Load.Pacing;
using AWSense.Load.Planning;
using AWSense.Load.Recording;
using AWSense.Load.Results;
using AWSense.Load.Sending;

namespace AWSense.Load;

/// <summary>Sends pictures as a plan says, and tells what came of it.</summary>
internal sealed class LoadRun
{
    private static readonly TimeSpan ProgressPace = TimeSpan.FromMilliseconds(250);

    private readonly LoadPlan plan;
    private readonly IProgress<LoadAnswer>? answers;
    private readonly LoadRecorder recorder;
    private readonly LoadClient client;
    private readonly PreparedUpload[] uploads;
    private readonly LoadClock clock = new();

    private LoadRun(LoadPlan plan, IProgress<LoadAnswer>? answers, LoadRecorder recorder, LoadClient client, PreparedUpload[] uploads) =>
        (this.plan, this.answers, this.recorder, this.client, this.uploads) = (plan, answers, recorder, client, uploads);

    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">What is sent.</param>
    /// <param name="progress">Told four times a second; null for nobody.</param>
    /// <param name="interrupt">Ends the run; what is known by then is the result, and nothing is thrown.</param>
    public static Task<LoadResult> RunAsync(LoadPlan plan, IProgress<LoadProgress>? progress, CancellationToken interrupt) =>
        RunAsync(plan, progress, answers: null, interrupt);

    /// <summary>Runs a plan to its end, and tells each answer.</summary>
    /// <param name="answers">Told of every request that has ended, from any thread; null for nobody.</param>
    public static async Task<LoadResult> RunAsync(
        LoadPlan plan, IProgress<LoadProgress>? progress, IProgress<LoadAnswer>? answers, CancellationToken interrupt)
    {
        await WarmUp.RunAsync(plan, interrupt);
        return await SendAsync(plan, progress, answers, interrupt);
    }

    /// <summary>Runs a plan without warming up and telling anybody.</summary>
    internal static Task<LoadResult> SendAsync(LoadPlan plan, CancellationToken interrupt) => SendAsync(plan, progress: null, answers: null, interrupt);

    private static async Task<LoadResult> SendAsync(
        LoadPlan plan, IProgress<LoadProgress>? progress, IProgress<LoadAnswer>? answers, CancellationToken interrupt)
    {
        var recorder = new LoadRecorder(plan);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        using var fleet = await OpenFleetAsync(plan, end.Token);
        var uploads = plan.Pictures.Select(picture => PreparedUpload.Of(picture, plan.Protocol)).ToArray();
        var cpu = Environment.CpuUsage.TotalTime;
        LoadRun run;
        using (var client = new LoadClient(plan, recorder.Surplus))
        {
            end.CancelAfter(plan.TotalTimeout);
            run = new(plan, answers, recorder, client, uploads);
            await run.WatchAsync(fleet, progress, run.SendAllAsync(end.Token), end.Token);
        } // closes the connections, which looks for what came last

        var used = Environment.CpuUsage.TotalTime - cpu;
        var reason = interrupt.IsCancellationRequested ? "interrupted" : end.IsCancellationRequested ? "total-timeout" : "complete";
        return recorder.Summarize(run.Describe(used), reason, fleet?.Summarize());
    }

    private static async Task<FleetPoller?> OpenFleetAsync(LoadPlan plan, CancellationToken end)
    {
        try
        {
            return await FleetPoller.OpenAsync(plan, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return null; // interrupted before it began
        }
    }

    /// <summary>Follows the fleet and tells progress while requests are sent.</summary>
    private async Task WatchAsync(FleetPoller? fleet, IProgress<LoadProgress>? progress, Task sending, CancellationToken end)
    {
        using var over = new CancellationTokenSource();
        var watching = fleet?.WatchAsync(clock, over.Token) ?? Task.CompletedTask;
        var telling = TellAsync(fleet, progress, over.Token);
        try
        {
            await sending;
            if (fleet is not null && plan.FleetAfter > TimeSpan.Zero && !end.IsCancellationRequested)
            {
                await Task.WhenAny(Task.Delay(plan.FleetAfter, TimeProvider.System, end));
            }
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(watching, telling);
        }

        if (fleet is not null)
        {
            await fleet.LookAsync(clock, CancellationToken.None);
        }

        progress?.Report(Progress(fleet));
    }

    private async Task TellAsync(FleetPoller? fleet, IProgress<LoadProgress>? progress, CancellationToken over)
    {
        using var timer = new PeriodicTimer(ProgressPace);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                var now = Progress(fleet);
                progress?.Report(now);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Everything is sent.
        }
    }

    private LoadProgress Progress(FleetPoller? fleet) => recorder.Progress(clock.Now, plan.Count, fleet?.Workers);

    private async Task SendAllAsync(CancellationToken end)
    {
        if (plan.Shape is OpenLoad open)
        {
            var tickets = new OpenTickets(clock, open.Arrivals, plan.Count, plan.Duration);
            await Task.WhenAll([tickets.PaceAsync(end), .. Clients(plan.ConnectionsMax, tickets, end)]);
        }
        else
        {
            var clients = Math.Min(((ClosedLoad)plan.Shape).Clients, plan.Count ?? long.MaxValue);
            await Task.WhenAll(Clients((int)clients, new ClosedTickets(clock, plan.Count, plan.Duration), end));
        }
    }

    private IEnumerable<Task> Clients(int count, ITicketSource tickets, CancellationToken end) =>
        Enumerable.Range(0, count).Select(_ => Task.Run(() => SendAsync(tickets, end), CancellationToken.None));

    /// <summary>One client: a request, its answer, the next one.</summary>
    private async Task SendAsync(ITicketSource tickets, CancellationToken end)
    {
        while (await tickets.NextAsync(end) is { } ticket)
        {
            var sentAt = clock.Now;
            var intended = ticket.Intended ?? sentAt;
            recorder.Sent(sentAt, intended);
            var upload = uploads[ticket.Request % uploads.Length];
            var answer = await client.SendAsync(upload, end);
            recorder.Ended(ticket.Request, intended, sentAt, clock.Since(answer.EndedAt), answer);
            answers?.Report(new(upload.Picture, answer));
        }
    }

    private LoadRunInfo Describe(TimeSpan cpu) => new(
        plan.Command,
        plan.Url.ToString(),
        plan.Protocol.ToWord(),
        plan.Shape.Name,
        plan.Shape is OpenLoad,
        plan.Pictures.Count,
        clock.StartedAt,
        Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0.0.0",
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        Environment.ProcessorCount,
        [],
        Math.Round(cpu.TotalSeconds, 3));
}

/// <summary>A request that has ended.</summary>
internal sealed record LoadAnswer(LoadPicture Picture, Answer Answer);
