using AWSense.Web.Dashboard;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace AWSense.Web.Security;

/// <summary>Refuses requests without a key where one is needed, and those that another site's page has sent.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessPolicy policy, Exposure exposure)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'"; // pages say what else they may
        headers["Referrer-Policy"] = "no-referrer";
        RefuseStrangers(context.Request);
        if (policy.Allows(context))
        {
            return next(context);
        }

        // A person gets a page that asks for the key, under the address that was asked for.
        if (HttpMethods.IsGet(context.Request.Method) && BrowserPolicy.WantsPage(context.Request))
        {
            context.Request.Path = DashboardPages.SignInPath;
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return next(context);
        }

        throw new ProblemException(ProblemKinds.Unauthorized, "Send an API key as: Authorization: Bearer KEY. Make one with: awsense key add NAME");
    }

    // By host and port alone: behind a proxy that ends TLS the schemes differ.
    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>A browser may be made to send requests by any page it shows, to this machine's loopback, too.</summary>
    private void RefuseStrangers(HttpRequest request)
    {
        // No browser keeps a page from opening a web socket to another site, and over it more can be done than read.
        var safe = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            && request.Headers.Upgrade.Count == 0;
        if (!safe && (string?)request.Headers.Origin is { Length: > 0 } origin && !IsOwn(origin, request))
        {
            throw new ProblemException(ProblemKinds.CrossSite, "The request comes from a page of another site.");
        }

        // A name of another's that leads to the loopback (DNS rebinding) shows in the Host header.
        if (exposure.LoopbackOnly && request.Host.HasValue && !BindRule.IsLoopback(request.Host.Value))
        {
            throw new ProblemException(ProblemKinds.Malformed, "The service listens on this machine alone; call it localhost or 127.0.0.1.");
        }
    }
}
