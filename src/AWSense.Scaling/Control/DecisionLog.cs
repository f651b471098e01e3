using System.Runtime.InteropServices;
using AWSense.Scaling.Deciding;

namespace AWSense.Scaling.Control;

/// <summary>The last decisions. Thread-safe.</summary>
public sealed class DecisionLog
{
    /// <summary>How many changes are kept.</summary>
    public const int ChangesMax = 200;

    private readonly Lock gate = new();
    private readonly Queue<DecisionRecord> changes = new();
    private readonly Dictionary<(int Direction, ReasonKind Kind), long> counts = [];
    private TaskCompletionSource next = NewSignal();
    private DecisionRecord? latest;

    /// <summary>The last decision, whether it changed anything or not; null before the first.</summary>
    public DecisionRecord? Latest
    {
        get
        {
            lock (gate)
            {
                return latest;
            }
        }
    }

    /// <summary>The last decisions that changed the number of workers, newest first.</summary>
    /// <param name="max">How many at most, from 0.</param>
    public IReadOnlyList<DecisionRecord> Changes(int max)
    {
        lock (gate)
        {
            return [.. changes.Reverse().Take(max)];
        }
    }

    /// <summary>How many decisions have changed the number of workers.</summary>
    /// <param name="direction">1 for those that added workers, -1 for those that gave some up.</param>
    /// <param name="kind">What they went by.</param>
    public long Count(int direction, ReasonKind kind)
    {
        lock (gate)
        {
            return counts.GetValueOrDefault((direction, kind));
        }
    }

    /// <summary>Ends with the first decision after this call.</summary>
    public Task NextAsync()
    {
        lock (gate)
        {
            return next.Task;
        }
    }

    /// <summary>Keeps a decision.</summary>
    public void Add(DecisionRecord decision)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            latest = decision;
            if (decision.IsChange)
            {
                changes.Enqueue(decision);
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (Math.Sign(decision.Desired - decision.Before), decision.Kind), out _)++;
                if (changes.Count > ChangesMax)
                {
                    changes.Dequeue();
                }
            }

            (waiting, next) = (next, NewSignal());
        }

        waiting.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
