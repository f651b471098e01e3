using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Classify;

/// <summary>An answer as a <see cref="WholeBody"/>. The framework's own result sends an end behind it, which its client waits for.</summary>
internal sealed class AnswerResult(ClassificationAnswer answer) : IResult, IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ClassificationAnswer), ["application/json"]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, options.GetTypeInfo(typeof(ClassificationAnswer)));
        return WholeBody.WriteAsync(httpContext, "application/json; charset=utf-8", json);
    }
}
