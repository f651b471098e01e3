using AWSense.Core.Requests;
using AWSense.Web.Outbound;
using AWSense.Web.Problems;
using AWSense.Web.Replies;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Webhooks;

/// <summary>Takes in that a job's end is to be told.</summary>
internal sealed class WebhookRegistration(WebhookStore store, ReplyRouter router, IOptions<WebhookOptions> options)
{
    /// <summary>Checks a target before anything is done for it.</summary>
    /// <exception cref="ProblemException">Webhooks are off, or the target may not be called.</exception>
    public void Check(string? url)
    {
        if (url is null)
        {
            return;
        }

        if (options.Value.Secrets.Count == 0)
        {
            throw new ProblemException(ProblemKinds.WebhooksDisabled, "Webhooks are off here, since there is no secret to sign them with. Ask for the job, or follow its events.");
        }

        try
        {
            options.Value.Targets.Check(url);
        }
        catch (TargetException exception)
        {
            throw new ProblemException(ProblemKinds.Malformed, $"The webhook's address can't be used. {exception.Message}");
        }
    }

    /// <summary>Writes down what is owed, to be called before the job's message is sent. Safe to repeat.</summary>
    /// <exception cref="ProblemException">The job has another target.</exception>
    public async Task RegisterAsync(RequestId id, string? url)
    {
        if (url is not null && await store.TryCreateAsync(new(id, url, router.Address)) is { } known && known.Url != url)
        {
            throw new ProblemException(ProblemKinds.Conflict, "The job tells another webhook of its end.", id);
        }
    }
}
