using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Security;

/// <summary><c>POST /v1/session</c>: a cookie in place of the key, for pages, pictures and event streams, which can't send the header.</summary>
internal static class SessionEndpoint
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(7);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/session", Handle)
        .WithName("openSession").WithTags("Service").WithSummary("Turn the API key of this request into a cookie").WithProblems(401, 403, 500);

    private static NoContent Handle(HttpContext context)
    {
        if (AccessPolicy.KeyOf(context.Request) is { } key)
        {
            context.Response.Cookies.Append(AccessPolicy.Cookie, ApiKeyStore.CookieOf(key), new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                MaxAge = Age,
            });
        }

        return TypedResults.NoContent();
    }
}
