using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using AWSense.Load.Planning;

namespace AWSense.Load.Sending;

/// <summary>Sends pictures to one server and reads the answers; from any number of threads.</summary>
internal sealed class LoadClient : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly LoadPlan plan;
    private readonly HttpMessageInvoker http;
    private readonly JobFollower jobs;
    private readonly string prefer;

    /// <param name="plan">Where to, and how.</param>
    /// <param name="onSurplus">Told of an answer that no request had asked for: its first bytes. From any thread.</param>
    public LoadClient(LoadPlan plan, Action<string> onSurplus)
    {
        this.plan = plan;
        prefer = string.Create(CultureInfo.InvariantCulture, $"wait={Math.Ceiling(plan.RequestTimeout.TotalSeconds):0}");
        http = new(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            MaxConnectionsPerServer = plan.ConnectionsMax,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new WatchedStream(context.PlaintextStream, onSurplus)),
            PooledConnectionLifetime = plan.KeepAlive ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
            UseCookies = false,
            UseProxy = false,
        });
        jobs = new(http, plan);
    }

    /// <summary>Sends one picture and waits for its end, whatever that is; throws nothing.</summary>
    public async Task<Answer> SendAsync(PreparedUpload upload, CancellationToken end)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(end);
        timeout.CancelAfter(plan.RequestTimeout);
        try
        {
            return await SendOnceAsync(upload, timeout.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return Failed(new(FailureTypes.Unanswered, "There was no answer yet when the run was ended", null, "The run was ended."));
        }
        catch (OperationCanceledException)
        {
            return Failed(new(FailureTypes.Timeout, "There was no answer in time", null, $"None came within {plan.RequestTimeout.TotalSeconds:0.###} s."));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException or JsonException or ObjectDisposedException)
        {
            return Failed(FailureReader.OfException(exception));
        }
    }

    public void Dispose() => http.Dispose();

    private static Answer Failed(Failure failure) => new() { Failure = failure, EndedAt = Stopwatch.GetTimestamp() };

    private async Task<Answer> SendOnceAsync(PreparedUpload upload, CancellationToken cancellationToken)
    {
        using var request = WireRequest.Create(HttpMethod.Post, plan.Url, plan.ApiKey);
        request.Content = upload.NewContent();
        if (plan.Protocol is LoadProtocol.Classify or LoadProtocol.Jobs)
        {
            request.Headers.TryAddWithoutValidation("Cache-Control", "no-cache"); // few pictures are sent often, and each is to be work
        }

        if (plan.Protocol == LoadProtocol.Classify)
        {
            request.Headers.TryAddWithoutValidation("Prefer", prefer);
        }

        using var response = await http.SendAsync(request, cancellationToken);
        var body = await WireRequest.ReadAsync(response, cancellationToken);
        var endedAt = Stopwatch.GetTimestamp();
        var answer = (plan.Protocol, response.StatusCode) switch
        {
            (LoadProtocol.Classify or LoadProtocol.Jobs, HttpStatusCode.Accepted) => await jobs.FollowAsync(body, cancellationToken),
            (LoadProtocol.Classify or LoadProtocol.Jobs, HttpStatusCode.OK) => AnswerReader.OfJson(body) with { EndedAt = endedAt },
            (LoadProtocol.MyFile or LoadProtocol.InputFile, HttpStatusCode.OK) => AnswerReader.OfText(body, plan.Protocol) with { EndedAt = endedAt },
            var (_, status) => new() { EndedAt = endedAt, Failure = FailureReader.OfStatus((int)status, body), Id = JobIdOf(body) },
        };
        return answer.Stages.Count == 0 && response.Headers.NonValidated.TryGetValues("Server-Timing", out var timing)
            ? answer with { Stages = AnswerReader.StagesOf(timing.ToString()) }
            : answer;
    }

    private static string? JobIdOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Text("job_id");
        }
        catch (JsonException)
        {
            return null; // not every server writes problem details
        }
    }
}
