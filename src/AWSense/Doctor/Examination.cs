using System.Runtime.CompilerServices;
using AWSense.Core;
using AWSense.Core.Diagnosis;

namespace AWSense.Doctor;

/// <summary>Does one check after the other, each within a bounded time.</summary>
/// <param name="patience">The longest that one check may take.</param>
internal sealed class Examination(TimeSpan patience, TimeProvider time)
{
    /// <summary>Does them.</summary>
    public async IAsyncEnumerable<Diagnosis> RunAsync(IEnumerable<Check> checks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var check in checks)
        {
            var began = time.GetTimestamp();
            var finding = await LookAsync(check, cancellationToken);
            yield return new(check.Name, finding, Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 1));
        }
    }

    private async Task<Finding> LookAsync(Check check, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            // On another thread, since a library that hangs while it is loaded can't be asked to stop.
            return await Task.Run(() => check.Look(either.Token), either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Fail($"There was no answer within {patience.TotalSeconds:0.#} s.", check.Advice);
        }
        catch (Exception exception) when (exception is not InvariantException and not OperationCanceledException)
        {
            // Check boundary: what one check throws is its finding, and the others are done all the same.
            return Finding.Fail(Innermost(exception).Message, check.Advice);
        }
    }

    // A type initialiser that fails tells only who failed, not why.
    private static Exception Innermost(Exception exception) =>
        exception is TypeInitializationException { InnerException: { } inner } ? Innermost(inner) : exception;
}

/// <summary>A check that was done.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record Diagnosis(string Name, Finding Finding, double Milliseconds);
