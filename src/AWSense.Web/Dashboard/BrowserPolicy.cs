using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace AWSense.Web.Dashboard;

/// <summary>Marks an endpoint that answers in plain text where a page has the same address.</summary>
internal sealed class PlainTextMetadata;

/// <summary>Where a page and plain text have the same address, browsers get the page and all others the text.</summary>
internal sealed class BrowserPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    // After the policies that look at method and media type.
    public override int Order => 1000;

    /// <summary>Whether a client says that it reads HTML, as browsers do for what they show.</summary>
    public static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsPlain);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var page = WantsPage(httpContext.Request);
        for (var number = 0; number < candidates.Count; number++)
        {
            var endpoint = candidates[number].Endpoint;
            var isPage = endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null;
            if (page ? IsPlain(endpoint) : isPage)
            {
                candidates.SetValidity(number, false);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsPlain(Endpoint endpoint) => endpoint.Metadata.GetMetadata<PlainTextMetadata>() is not null;
}
