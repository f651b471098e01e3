using System.Diagnostics;
using AWSense.Core.Chaos;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Chaos;

/// <summary>Does the faults that a test has ordered; does nothing when none is.</summary>
internal sealed class ChaosMonkey(IOptions<ChaosOptions> options, TimeProvider time)
{
    private readonly ChaosOptions chaos = options.Value;

    /// <summary>Called by the thread that is about to decode: may kill the process, or never return.</summary>
    public void BeforeDecode(ClassificationRequest request)
    {
        if (chaos.Kill.Contains(request.Sha256))
        {
            Process.GetCurrentProcess().Kill();
        }

        if (chaos.Hang.Contains(request.Sha256))
        {
            using var never = new ManualResetEventSlim();
            never.Wait();
        }
    }

    /// <summary>Called by the thread that is about to infer: may throw.</summary>
    public void BeforeInference(ClassificationRequest request)
    {
        if (chaos.Fail.Contains(request.Sha256))
        {
            throw new InvalidOperationException("A fault was ordered for this picture.");
        }
    }

    /// <summary>The lease that a request is ended with: one that asks for no reply where its reply is to be lost.</summary>
    public RequestLease LoseReply(RequestLease lease)
    {
        var chance = lease.Request.Id.ToBytes()[9] * 100 / 256; // a byte of the id that is random
        return chance < chaos.DropReplyPercent ? lease with { Request = lease.Request with { ReplyTo = "" } } : lease;
    }

    /// <summary>Waits as long as was ordered for a stage.</summary>
    public Task DelayAsync(string stage, CancellationToken cancellationToken) =>
        chaos.DelayAsync(stage, time, cancellationToken);
}
