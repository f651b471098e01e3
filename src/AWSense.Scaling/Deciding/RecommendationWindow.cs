using System.Collections.Immutable;

namespace AWSense.Scaling.Deciding;

/// <summary>The recommendations of the last while. A fleet that shrinks only to their largest isn't shaken by one quiet moment.</summary>
/// <remarks>As the stabilisation window of the Kubernetes autoscaler; a recommendation exactly as old as the window still counts.</remarks>
internal sealed record RecommendationWindow
{
    public static readonly RecommendationWindow Empty = new();

    private readonly ImmutableQueue<(DateTimeOffset At, int Workers)> recommendations = [];

    /// <summary>The window with one more, and the largest of those not older than <paramref name="length"/>.</summary>
    /// <param name="keep">The longest that the window may still become; null, if it never changes.</param>
    public (RecommendationWindow Window, int Largest) Add(DateTimeOffset now, int workers, TimeSpan length, TimeSpan? keep = null)
    {
        var kept = recommendations;
        while (!kept.IsEmpty && kept.Peek().At < now - (keep ?? length))
        {
            kept = kept.Dequeue();
        }

        kept = kept.Enqueue((now, workers));
        var largest = workers;
        foreach (var recommendation in kept)
        {
            largest = recommendation.At < now - length ? largest : Math.Max(largest, recommendation.Workers);
        }

        return (new(kept), largest);
    }

    private RecommendationWindow()
    {
    }

    private RecommendationWindow(ImmutableQueue<(DateTimeOffset At, int Workers)> recommendations) => this.recommendations = recommendations;
}
