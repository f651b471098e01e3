using System.Diagnostics.Metrics;
using AWSense.Core.Telemetry;
using Microsoft.Extensions.Hosting;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>Tells how much is free on the archive's disk.</summary>
internal sealed class DiskGauge(FileObjectStore archive, IMeterFactory meters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(AWSenseTelemetry.Name).CreateObservableGauge(AWSenseTelemetry.ArchiveDiskFree, Read, "By", "Bytes that are free on the archive's disk.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A disk that can't be asked is told as missing.
    private IEnumerable<Measurement<long>> Read() => archive.FindFreeBytes() is { } free ? [new(free)] : [];
}
