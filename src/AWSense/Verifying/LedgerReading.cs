using AWSense.Backends;
using AWSense.Backends.Aws;
using AWSense.Backends.Embedded.Data;
using AWSense.Core.Archive;
using AWSense.Core.Ledger;
using AWSense.Core.Limits;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Verifying;

/// <summary>Checks the ledger that settings name: a data folder, or buckets.</summary>
internal static class LedgerReading
{
    /// <summary>Reads it, and changes nothing. The service may run or not.</summary>
    /// <param name="progress">Told how many requests were looked at; null for nobody.</param>
    /// <exception cref="DataFolderException">The folder is no data folder, or one of a newer format.</exception>
    public static async Task<LedgerReport> RunAsync(IConfiguration configuration, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var limits = configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new();
        var retention = configuration.GetSection(RetentionOptions.Section).Get<RetentionOptions>() ?? new();
        if (BackendChoice.Of(configuration) == BackendKind.Aws)
        {
            await using var services = new ServiceCollection().AddAwsLedger(configuration).BuildServiceProvider();
            var bucket = $"bucket {configuration["Aws:Bucket"]}";
            return await LedgerCheck.RunAsync(
                new(bucket, services.GetRequiredService<ILedgerSource>(), services.GetRequiredService<IObjectStore>(), limits, retention),
                progress, TimeProvider.System, cancellationToken);
        }

        var folder = Path.GetFullPath(configuration["Data:Folder"] ?? "awsense-data");
        using var ledger = FolderLedger.Open(folder, TimeProvider.System);
        return await LedgerCheck.RunAsync(new(folder, ledger, ledger.Archive, limits, retention), progress, TimeProvider.System, cancellationToken);
    }
}
