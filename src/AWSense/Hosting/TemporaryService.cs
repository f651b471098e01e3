using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace AWSense.Hosting;

/// <summary>A whole service of its own: on a free port, with one slot a worker, and with a data folder that is gone afterwards.</summary>
internal sealed class TemporaryService : IAsyncDisposable
{
    private readonly string folder;
    private readonly ServiceHost host;

    private TemporaryService(string folder, ServiceHost host)
    {
        this.folder = folder;
        this.host = host;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => host.Address;

    /// <summary>Is cancelled when the process is asked to end.</summary>
    public CancellationToken Stopping => host.Stopping;

    /// <summary>Starts it, and waits until its first workers are warm.</summary>
    /// <param name="configuration">Settings that hold for it, too; what it needs otherwise is put over them. Models of its data folder are shared.</param>
    /// <param name="purpose">Is part of the folder's name.</param>
    /// <param name="policy">The policy that steers its fleet.</param>
    /// <param name="workersMax">The most workers there may be; at least as many as the policy allows.</param>
    /// <param name="serviceTime">Time that each picture takes more.</param>
    /// <exception cref="CommandFailedException">It can't be started; the message says why.</exception>
    public static async Task<TemporaryService> StartAsync(
        IConfiguration configuration, string purpose, string policy, int workersMax, TimeSpan serviceTime, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory($"awsense-{purpose}-").FullName;
        ServiceHost? host = null;
        try
        {
            ShareModels(configuration, folder);
            host = await ServiceHost.StartAsync(Settings(configuration, folder, policy, workersMax, serviceTime), quiet: true, cancellationToken);
            await host.WaitUntilReadyAsync(cancellationToken);
            return new(folder, host);
        }
        catch
        {
            await EndAsync(host, folder);
            throw;
        }
    }

    /// <summary>Drains the workers, ends the service, and removes its folder.</summary>
    public ValueTask DisposeAsync() => EndAsync(host, folder);

    private static async ValueTask EndAsync(ServiceHost? host, string folder)
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static IConfigurationRoot Settings(IConfiguration configuration, string folder, string policy, int workersMax, TimeSpan serviceTime) =>
        new ConfigurationBuilder()
            .AddConfiguration(configuration)
            .AddInMemoryCollection(
            [
                new("Data:Folder", folder),
                new("Urls", "http://127.0.0.1:0"),
                new("Auth:Required", "false"),
                new("Cache:Enabled", "false"), // what is shown or measured is work
                new(FleetPolicy.Setting, policy),
                new("Fleet:Workers", "0"),
                new("Fleet:WorkersMax", workersMax.ToString(CultureInfo.InvariantCulture)),
                new("Worker:Slots", "1"),
                new("Worker:ServiceTime", serviceTime.ToString("c")),
            ])
            .Build();

    private static void ShareModels(IConfiguration configuration, string folder)
    {
        var added = Path.GetFullPath(Installation.AddedFolder(configuration));
        if (Directory.Exists(added))
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "models"), added);
        }
    }
}
