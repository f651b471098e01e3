using System.Net;
using AWSense.Web.Outbound;
using AWSense.Web.Problems;
using AWSense.Web.Uploads;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Fetching;

/// <summary>Fetches pictures that clients name by URL. Off by default: the service then calls where strangers point it.</summary>
internal sealed class PictureFetcher : IDisposable
{
    private readonly FetchOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly SemaphoreSlim free;

    public PictureFetcher(IOptions<FetchOptions> options, ResolveHost resolve, TimeProvider time)
    {
        this.options = options.Value;
        this.time = time;
        http = GuardedHttp.Create(this.options.Targets, this.options.Timeout, resolve);
        free = new(this.options.ConcurrentMax);
    }

    /// <summary>Reads what a URL names into a buffer. What it is, is told by its content as for any upload.</summary>
    /// <returns>A name for it, for display only; null when the URL has none.</returns>
    /// <exception cref="ProblemException">Fetching is off, the URL may not be called, or there is no picture behind it.</exception>
    public async Task<string?> FetchAsync(string url, UploadBuffer picture, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
        {
            throw new ProblemException(ProblemKinds.UrlFetchDisabled, "Send the picture itself: as the body, in a form, or as base64.");
        }

        if (!await free.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            throw new ProblemException(ProblemKinds.TooBusy, $"{options.ConcurrentMax} pictures are being fetched already.");
        }

        try
        {
            using var timeout = new CancellationTokenSource(options.Timeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            return await FollowAsync(options.Targets.Check(url), picture, both.Token);
        }
        catch (TargetException exception)
        {
            throw new ProblemException(ProblemKinds.UrlNotAllowed, exception.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UriFormatException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var kind = GuardedHttp.RefusalIn(exception) is not null ? ProblemKinds.UrlNotAllowed : ProblemKinds.FetchFailed;
            throw new ProblemException(kind, GuardedHttp.Describe(exception));
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        http.Dispose();
        free.Dispose();
    }

    // Redirects are followed here, so that each passes the same checks; one to another host is refused.
    private async Task<string?> FollowAsync(Uri target, UploadBuffer picture, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var response = await http.GetAsync(target, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect && response.Headers.Location is { } location)
            {
                target = redirects < options.RedirectsMax
                    ? Next(target, location)
                    : throw new ProblemException(ProblemKinds.FetchFailed, $"More than {options.RedirectsMax} redirects.");
                continue;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new ProblemException(ProblemKinds.FetchFailed, $"The host answered {(int)response.StatusCode}.");
            }

            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await picture.ReadAsync(stream, response.Content.Headers.ContentLength ?? 0, cancellationToken);
            var name = Uri.UnescapeDataString(target.Segments[^1]);
            return name.EndsWith('/') ? null : UploadReader.Cut(name);
        }
    }

    private Uri Next(Uri from, Uri location)
    {
        var next = options.Targets.Check(new Uri(from, location));
        return next.IdnHost.Equals(from.IdnHost, StringComparison.OrdinalIgnoreCase) && (next.Scheme == from.Scheme || next.Scheme == Uri.UriSchemeHttps)
            ? next
            : throw new TargetException("A redirect to another host, or from https to http, isn't followed.");
    }
}
