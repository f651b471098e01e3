using AWSense.Core.Limits;
using AWSense.Web.Problems;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Uploads;

/// <summary>Bounds what all uploads together hold in memory. Thread-safe.</summary>
internal sealed class UploadBudget(IOptions<LimitOptions> limits)
{
    private long taken;

    /// <exception cref="ProblemException">There is no room.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref taken, bytes) > limits.Value.UploadBytesInMemoryMax)
        {
            Interlocked.Add(ref taken, -bytes);
            throw new ProblemException(ProblemKinds.TooBusy, "Too many uploads are being read at once.");
        }
    }

    public void Return(long bytes) => Interlocked.Add(ref taken, -bytes);
}
