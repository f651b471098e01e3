using AWSense.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AWSense.Web.Webhooks;

/// <summary><c>GET /v1/webhooks/dead-letters</c>: the deliveries that were given up.</summary>
internal static class WebhookEndpoint
{
    private const int ListMax = 1000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/webhooks/dead-letters", ListAsync)
        .WithName("webhookDeadLetters").WithTags("Jobs").WithSummary("The webhooks that were given up, with the last reason").WithProblems(503);

    private static async Task<Ok<WebhookDeadLetters>> ListAsync(HttpContext context, [FromServices] WebhookStore store) =>
        TypedResults.Ok(new WebhookDeadLetters(await store.DeadLettersAsync(ListMax, context.RequestAborted)));
}
