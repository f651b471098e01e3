using AWSense.Backends;
using AWSense.Core.Models;
using AWSense.Telemetry;
using AWSense.Web;
using AWSense.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Hosting;

/// <summary>Hosts the web tier on whatever backend.</summary>
internal static class WebTier
{
    /// <summary>Where it listens when nobody says.</summary>
    public const string UrlsDefault = "http://127.0.0.1:8081";

    // The watch on settings takes in all folders below.
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>Starts it.</summary>
    /// <param name="quiet">Log warnings only.</param>
    /// <param name="models">What clients may ask for.</param>
    /// <param name="keysFile">Where the API keys are.</param>
    /// <param name="addBackend">Adds the ports.</param>
    /// <exception cref="CommandFailedException">The address can't be used.</exception>
    public static async Task<WebApplication> StartAsync(
        IConfigurationRoot configuration,
        bool quiet,
        ModelCatalog models,
        string keysFile,
        Action<IServiceCollection> addBackend,
        CancellationToken cancellationToken)
    {
        // Where the program lies there is little to look at; below the folder that it was started in there may be a whole disk, and the service's own data.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = [NoReload] });
        builder.Configuration.AddConfiguration(configuration);
        ConsoleLogs.AddTo(builder.Logging, configuration, quiet);
        var keys = new ApiKeyStore(keysFile, TimeProvider.System);
        var auth = configuration.GetSection(AuthOptions.Section).Get<AuthOptions>() ?? new();
        var urls = configuration["Urls"] ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS") ?? UrlsDefault;
        if (BindRule.FindProblem(urls, auth, keys) is { } problem)
        {
            throw new CommandFailedException(problem);
        }

        builder.WebHost.UseUrls(urls.Split(';', StringSplitOptions.RemoveEmptyEntries));
        addBackend(builder.Services);
        TelemetryExport.AddTo(builder, BackendChoice.Of(configuration) == BackendKind.Aws ? "web" : "service", worker: null);
        var exposure = new Exposure(KeyRequired: auth.Required || !BindRule.IsLoopback(urls), LoopbackOnly: BindRule.IsLoopback(urls));
        builder.Services.AddAWSenseWeb(configuration, models, keys, exposure);
        var application = builder.Build();
        application.MapAWSense();
        await ListenAsync(application, urls, cancellationToken);
        return application;
    }

    /// <summary>Where it listens, as this machine reaches it.</summary>
    public static Uri AddressOf(WebApplication application) =>
        new(application.Urls.First().Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal));

    private static async Task ListenAsync(WebApplication application, string urls, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await application.DisposeAsync();
            throw new CommandFailedException($"{urls} is in use. Stop what listens there, or choose another address: --urls http://127.0.0.1:8082");
        }
        catch
        {
            await application.StopAsync(CancellationToken.None);
            await application.DisposeAsync();
            throw;
        }
    }
}
