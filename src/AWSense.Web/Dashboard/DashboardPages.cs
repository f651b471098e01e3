using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MudBlazor.Services;

namespace AWSense.Web.Dashboard;

/// <summary>Registers and maps the pages.</summary>
internal static class DashboardPages
{
    /// <summary>What a page may load and run: our own files alone, and no script in the page itself.</summary>
    /// <remarks>MudBlazor writes style attributes and a style element with the colours.</remarks>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The page that asks for an API key. Whoever lacks one sees it under every page's address.</summary>
    public const string SignInPath = "/sign-in";

    private static readonly string[] PageMethods = [HttpMethods.Get, HttpMethods.Head];

    public static void Add(IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddScoped<AntiforgeryStateProvider, NoAntiforgery>();
        services.AddMudServices();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, BrowserPolicy>());

        // It guards what a page hands to its circuit. Both end with the process, so its keys may, too; no file holds them.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)); // that nothing encrypts the keys it doesn't store
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        DashboardAssets.Map(routes);
        routes.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .Add(OnlyRead);
    }

    /// <summary>Pages have no forms, and <c>POST /</c> belongs to the old clients.</summary>
    private static void OnlyRead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<HttpMethodMetadata>().FirstOrDefault() is { } methods && methods.HttpMethods.Contains(HttpMethods.Get))
        {
            endpoint.Metadata.Remove(methods);
            endpoint.Metadata.Add(new HttpMethodMetadata(PageMethods));
            foreach (var antiforgery in endpoint.Metadata.OfType<IAntiforgeryMetadata>().ToList())
            {
                endpoint.Metadata.Remove(antiforgery);
            }
        }
    }
}
