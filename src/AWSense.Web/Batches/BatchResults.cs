using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Problems;

namespace AWSense.Web.Batches;

/// <summary>The outcomes of batches, block by block.</summary>
internal sealed class BatchResults(BatchEntries entries, Settlement settlement)
{
    private const int SideBySide = 25;
    private const string Special = ",\"\r\n";

    /// <summary>A line of JSON for each entry, in the order of their numbers.</summary>
    public async IAsyncEnumerable<byte[]> LinesAsync(RequestId batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var result in ReadAsync(batch, cancellationToken))
        {
            yield return [.. JsonSerializer.SerializeToUtf8Bytes(result, WebJson.Default.BatchResult), (byte)'\n'];
        }
    }

    /// <summary>Comma-separated values (RFC 4180): a line for each label; an entry without any has one line.</summary>
    public async IAsyncEnumerable<byte[]> RowsAsync(RequestId batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "entry,id,file,status,rank,index,label,synset,confidence,error\r\n"u8.ToArray();
        await foreach (var result in ReadAsync(batch, cancellationToken))
        {
            yield return Encoding.UTF8.GetBytes(Rows(result));
        }
    }

    private static string Rows(BatchResult result)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{result.Entry},{result.Id},{Quote(result.File ?? "")},{result.Status.ToWireName()}");
        if (result.Labels is not { Count: > 0 } labels)
        {
            return $"{head},,,,,,{result.Error?.Code}\r\n";
        }

        var rows = new StringBuilder();
        foreach (var (rank, label) in labels.Index())
        {
            rows.Append(
                CultureInfo.InvariantCulture,
                $"{head},{rank + 1},{label.Index},{Quote(label.Label)},{label.Synset},{label.Confidence:0.000000},\r\n");
        }

        return rows.ToString();
    }

    private static string Quote(string value) =>
        value.AsSpan().ContainsAny(Special) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private async IAsyncEnumerable<BatchResult> ReadAsync(RequestId batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = await entries.LastAsync(batch, cancellationToken);
        for (var block = 0; block * BatchEntries.BlockEntries < last; block++)
        {
            foreach (var jobs in (await entries.BlockAsync(batch, block, cancellationToken)).Chunk(SideBySide))
            {
                foreach (var result in await Task.WhenAll(jobs.Select(job => ResultAsync(job, cancellationToken))))
                {
                    yield return result;
                }
            }
        }
    }

    private async Task<BatchResult> ResultAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var result = await settlement.FindAsync(job.Id, cancellationToken);
        var state = result?.State ?? job.State;
        return new(
            job.Id.EntryNumber,
            job.Id,
            job.FileName,
            state,
            state == RequestState.Succeeded ? result?.Labels : null,
            result?.Image,
            result?.Error ?? (job.ErrorCode is { } code ? new(code, $"{ProblemKinds.OfError(code).Title}.") : null));
    }
}
