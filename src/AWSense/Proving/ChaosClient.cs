using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AWSense.Core.Requests;
using AWSense.Load.Planning;
using AWSense.Load.Sending;

namespace AWSense.Proving;

/// <summary>A client that wants its answer: it sends again what broke off, follows what was promised, and checks what comes.</summary>
internal sealed class ChaosClient(HttpClient http, ChaosBook book)
{
    private const int WaitSeconds = 2;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Has a picture classified, one way or another.</summary>
    /// <param name="way">Tells which: a job under an own id, a classification, or an old client's upload.</param>
    /// <param name="poison">The error it must end with; null for a good one.</param>
    /// <param name="giveUp">Ends all patience.</param>
    public async Task SendAsync(LoadPicture picture, int way, string? poison, CancellationToken giveUp)
    {
        var id = RequestId.New(TimeProvider.System).ToString(); // the same in each attempt, so that it counts once
        while (!giveUp.IsCancellationRequested)
        {
            try
            {
                if (await TryAsync(picture, way, id, poison, giveUp))
                {
                    return;
                }

                book.Refused();
            }
            catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException && way % 3 == 1)
            {
                // Nothing broke off: whoever is asked to wait so long must say by then that there is no answer yet.
                book.Wrong($"a client that would wait {WaitSeconds} s was told nothing for {http.Timeout.TotalSeconds:0} s");
                return;
            }
            catch (Exception exception) when (IsBreak(exception))
            {
                book.Broken();
            }

            await Task.Delay(RetryPause, TimeProvider.System, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        book.Unsent();
    }

    /// <summary>Looks at a promised job until it has ended.</summary>
    public async Task FollowAsync(string id, string? poison, CancellationToken giveUp)
    {
        while (!giveUp.IsCancellationRequested)
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"v1/jobs/{id}", UriKind.Relative), giveUp);
                var body = await response.Content.ReadAsByteArrayAsync(giveUp);
                if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                {
                    book.Lost(id, $"it was promised, and now the service answers {(int)response.StatusCode}");
                    return;
                }

                if (response.StatusCode == HttpStatusCode.OK && HasEnded(body))
                {
                    book.Ended(id, poison, AnswerReader.OfJson(body));
                    return;
                }
            }
            catch (Exception exception) when (IsBreak(exception))
            {
                book.Broken();
            }

            await Task.Delay(LookPause, TimeProvider.System, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryAsync(LoadPicture picture, int way, string id, string? poison, CancellationToken giveUp)
    {
        using var request = (way % 3) switch
        {
            0 => new HttpRequestMessage(HttpMethod.Put, $"v1/jobs/{id}") { Content = Form(picture, "file") },
            1 => new HttpRequestMessage(HttpMethod.Post, "v1/classify") { Content = Form(picture, "file"), Headers = { { "Prefer", $"wait={WaitSeconds}" } } },
            _ => new HttpRequestMessage(HttpMethod.Post, "") { Content = Form(picture, "myfile") },
        };
        using var response = await http.SendAsync(request, giveUp);
        var body = await response.Content.ReadAsByteArrayAsync(giveUp);
        var isText = way % 3 == 2;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK when !isText && Text(body, "status") is not null: // a job that was sent before, and has ended meanwhile
            case HttpStatusCode.Accepted:
            case HttpStatusCode.GatewayTimeout:
                var promised = Text(body, "id") ?? Text(body, "job_id") ?? throw new InvalidDataException("There is no id.");
                book.Accept(promised, picture);
                await FollowAsync(promised, poison, giveUp);
                return true;
            case HttpStatusCode.OK:
                book.AnsweredAtOnce(picture, poison, isText ? AnswerReader.OfText(body, LoadProtocol.MyFile) : AnswerReader.OfJson(body), namesPicture: !isText);
                return true;
            case HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests:
                return false;
            case var status when Text(body, "job_id") is { } job:
                book.AnsweredAtOnce(picture, poison, new() { Id = job, Failure = FailureReader.OfStatus((int)status, body) }, namesPicture: false);
                return true;
            case HttpStatusCode.InternalServerError:
                return false; // nothing was promised
            case var status:
                book.Wrong($"an upload was answered with {(int)status}: {FailureReader.OfStatus((int)status, body).Detail}");
                return true;
        }
    }

    private static MultipartFormDataContent Form(LoadPicture picture, string field)
    {
        var part = new ByteArrayContent(picture.Bytes);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = field, FileName = picture.Name };
        return new MultipartFormDataContent { part };
    }

    private static string? Text(byte[] json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Text(name);
        }
        catch (JsonException)
        {
            return null; // an old client's answer is text
        }
    }

    private static bool HasEnded(byte[] job) => Text(job, "status") is not ("queued" or "running" or null);

    private static bool IsBreak(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException or InvalidDataException or JsonException;
}
