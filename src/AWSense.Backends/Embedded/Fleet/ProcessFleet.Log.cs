using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Embedded.Fleet;

public sealed partial class ProcessFleet
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Worker {WorkerId} started as process {ProcessId}.")]
    private partial void LogStarted(string workerId, int processId);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Information, Message = "Worker {WorkerId} ended as asked, after {Lifetime}.")]
    private partial void LogEnded(string workerId, TimeSpan lifetime);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "Worker {WorkerId} ended by itself with exit code {ExitCode}; its place is filled in {Delay}.")]
    private partial void LogCrashed(string workerId, int exitCode, TimeSpan delay);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Error, Message = "A worker can't be started; next try in {Delay}.")]
    private partial void LogStartFailed(Exception exception, TimeSpan delay);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Warning, Message = "Worker {WorkerId} did not end within {DrainTimeout} and is killed.")]
    private partial void LogKilled(string workerId, TimeSpan drainTimeout);
}
