using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Results;
using AWSense.Web.Uploads;
using Microsoft.Extensions.Logging;

namespace AWSense.Web.Accepting;

/// <summary>The web tier's part in the layout <c>file-name</c>. It never fails: the archive is the record, the names are a view of it.</summary>
internal sealed partial class NamedPictures(FileNameLayout layout, ILogger<NamedPictures> logger)
{
    /// <summary>Whether the layout is wanted.</summary>
    public bool IsOn => layout.IsOn;

    /// <summary>Writes an upload under its file name.</summary>
    public Task PlaceInputAsync(Upload upload) => TryAsync(() => layout.PlaceInputAsync(upload.FileName, upload.Bytes, CancellationToken.None));

    /// <summary>Writes the label of a request that needed no worker.</summary>
    public Task PlaceResultAsync(JobRecord job, ClassificationResult outcome) => TryAsync(() => layout.PlaceResultAsync(job, outcome, CancellationToken.None));

    private async Task TryAsync(Func<Task> place)
    {
        try
        {
            await place();
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // View boundary: a request isn't refused for a name.
            LogNotPlaced(exception);
        }
    }

    [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "A picture or its label could not be written under its file name.")]
    private partial void LogNotPlaced(Exception exception);
}
