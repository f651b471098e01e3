using System.Collections.Immutable;

namespace AWSense.Scaling.Deciding;

/// <summary>The recommendations of the last while. A fleet that shrinks only to their largest isn't shaken by one quiet moment.</summary>
/// <remarks>As the stabilisation window of the Kubernetes autoscaler; a recommendation exactly as old as the window still counts.</remarks>
internal sealed record RecommendationWindow
{
    public static readonly RecommendationWindow Empty = new();

    private readonly ImmutableQueue<(DateTimeOffset At, int Workers)> recommendations = [];

    /// <summary>The window with one more, and the largest of those not older than <paramref name="length"/>.</summary>
    public (RecommendationWindow Window, int Largest) Add(DateTimeOffset now, int workers, TimeSpan length)
    {
        var kept = recommendations;
        while (!kept.IsEmpty && kept.Peek().At < now - length)
        {
            kept = kept.Dequeue();
        }

        kept = kept.Enqueue((now, workers));
        var largest = workers;
        foreach (var recommendation in kept)
        {
            largest = Math.Max(largest, recommendation.Workers);
        }

        return (new(kept), largest);
    }

    private RecommendationWindow()
    {
    }

    private RecommendationWindow(ImmutableQueue<(DateTimeOffset At, int Workers)> recommendations) => this.recommendations = recommendations;
}
