using AWSense.Classifying;
using AWSense.Scaling.Simulation.Suite;

namespace AWSense.Simulating;

/// <summary>Counts the runs of a suite that are done; from any thread.</summary>
internal sealed class SuiteProgress(int runs) : IProgress<SuiteCase>, IDisposable
{
    private readonly Lock gate = new();
    private readonly ProgressLine line = ProgressLine.Start(runs, visible: true);

    public void Report(SuiteCase value)
    {
        lock (gate)
        {
            line.Advance(failed: null);
        }
    }

    public void Dispose() => line.Dispose();
}
