namespace AWSense.Web.Dashboard.Uploading;

/// <summary>Files that the script has taken from a person.</summary>
/// <param name="Key">The script's number for it.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Preview">An address of the browser's for the picture; null for batches.</param>
/// <param name="IsBatch">Whether it goes to <c>/v1/batches</c>.</param>
public sealed record TakenFile(int Key, string Name, long Bytes, string? Preview, bool IsBatch);

/// <summary>How an upload gets on.</summary>
/// <param name="Key">The script's number for it.</param>
/// <param name="Step">sending, waiting, busy, queued or answered.</param>
/// <param name="Fraction">How much of it is sent, from 0 to 1.</param>
/// <param name="Status">The HTTP status once answered; 0 when there was no answer.</param>
/// <param name="Body">What was answered, as JSON.</param>
public sealed record UploadReport(int Key, string Step, double? Fraction, int? Status, string? Body);
