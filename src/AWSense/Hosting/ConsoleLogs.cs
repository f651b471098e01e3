using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AWSense.Hosting;

/// <summary>Logs go to standard error, a line each, so that standard output is the command's own.</summary>
internal static class ConsoleLogs
{
    /// <param name="quiet">Only warnings and worse, unless the settings say otherwise.</param>
    public static void AddTo(ILoggingBuilder logging, IConfiguration configuration, bool quiet)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(quiet ? LogLevel.Warning : LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss.fff ";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
