using AWSense.Core.Results;
using AWSense.Web.Uploads;

namespace AWSense.Web.Batches;

/// <summary>One file of a batch's upload: a picture, or why it isn't one. Dispose of it to give its memory back.</summary>
/// <param name="Name">The client's name for it, for display only.</param>
/// <param name="Picture">The picture; null when there is an error.</param>
/// <param name="Error">Why it can't be classified.</param>
internal sealed record BatchEntry(string Name, Upload? Picture, RequestError? Error) : IDisposable
{
    public void Dispose() => Picture?.Dispose();
}

/// <summary>The files of an upload, one after the other as they come.</summary>
internal interface IBatchSource : IDisposable
{
    /// <summary>The next file; null behind the last.</summary>
    /// <exception cref="ArchiveException">The upload can't be read any further.</exception>
    Task<BatchEntry?> NextAsync(CancellationToken cancellationToken);
}
