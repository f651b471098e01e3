using Microsoft.AspNetCore.Http;

namespace AWSense.Web;

/// <summary>Bodies that leave in one piece and with their length, so that simple clients needn't read chunks, and none waits for an end that is sent behind.</summary>
internal static class WholeBody
{
    /// <summary>Writes a body.</summary>
    public static Task WriteAsync(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
