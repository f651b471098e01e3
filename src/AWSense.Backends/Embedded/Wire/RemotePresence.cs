using System.Text.Json;
using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using Google.Protobuf;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Presence and demand, through a connection.</summary>
internal sealed class RemotePresence(BrokerConnection connection) : IPresence, ISignalSource
{
    public Task ReportAsync(WorkerStatus status, CancellationToken cancellationToken) => connection.CallAsync(new()
    {
        Report = UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(status, WireJson.Default.WorkerStatus)),
    });

    async Task<IReadOnlyList<WorkerStatus>> IPresence.ReadAsync(CancellationToken cancellationToken)
    {
        var outcome = await connection.CallAsync(new() { ReadPresence = true });
        return JsonSerializer.Deserialize(outcome.Json.Span, WireJson.Default.IReadOnlyListWorkerStatus)!;
    }

    async Task<DemandSignals> ISignalSource.ReadAsync(CancellationToken cancellationToken)
    {
        var outcome = await connection.CallAsync(new() { ReadSignals = true });
        return JsonSerializer.Deserialize(outcome.Json.Span, WireJson.Default.DemandSignals)!;
    }
}
