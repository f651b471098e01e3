using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Results;
using Microsoft.Extensions.Logging;

namespace AWSense.Worker.Handling;

/// <summary>The workers' part in the layout <c>file-name</c>.</summary>
internal sealed partial class NamedLabels(FileNameLayout layout, IJobStore jobs, ILogger<NamedLabels> logger)
{
    /// <summary>Writes the label of a request under its file name, if that is wanted. It never fails.</summary>
    public async Task PlaceAsync(ClassificationResult standing)
    {
        if (!layout.IsOn)
        {
            return;
        }

        try
        {
            await layout.PlaceResultAsync(await jobs.FindAsync(standing.Id, CancellationToken.None), standing, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // View boundary: the archive is the record.
            LogNotPlaced(exception);
        }
    }

    [LoggerMessage(EventId = 2602, Level = LogLevel.Warning, Message = "A label could not be written under its picture's file name.")]
    private partial void LogNotPlaced(Exception exception);
}
