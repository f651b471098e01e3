using AWSense.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AWSense.Hosting;

/// <summary>What a person is told when a command can't do its work.</summary>
/// <param name="message">What is wrong, and what to do.</param>
internal sealed class CommandFailedException(string message) : Exception(message);

/// <summary>The outermost boundary of the program.</summary>
internal static class Failures
{
    /// <summary>Exit code of a command that failed.</summary>
    public const int ExitCode = 1;

    /// <summary>Runs a command; an expected failure is told in one line, an unexpected one with its trace.</summary>
    public static async Task<int> TellAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            return 130; // as shells count an interrupt
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            await Console.Error.WriteLineAsync($"awsense: {exception.Message}");
            return ExitCode;
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // Program boundary: the whole trace is what helps here.
            await Console.Error.WriteLineAsync($"awsense: unexpected failure. {exception}");
            return ExitCode;
        }
    }

    /// <summary>Whether a background service has failed; the host alone would end as if none had.</summary>
    public static bool AnyIn(IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask?.IsFaulted == true);

    private static bool IsExpected(Exception exception) => exception
        is CommandFailedException
        or Vision.Models.ModelException
        or IOException
        or UnauthorizedAccessException
        or HttpRequestException
        or Core.Queues.BackendUnavailableException
        or Microsoft.Extensions.Options.OptionsValidationException;
}
