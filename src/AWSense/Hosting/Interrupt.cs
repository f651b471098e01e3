using System.Runtime.InteropServices;

namespace AWSense.Hosting;

/// <summary>Ctrl-C and SIGTERM as a cancellation, so that a command ends what it has started before it ends itself.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations;

    private Interrupt() => registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel)];

    /// <summary>Is cancelled by the first of these signals.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Begins to listen; until it is disposed of, the signals don't end the process by themselves.</summary>
    public static Interrupt Listen() => new();

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = true;
        source.Cancel();
    }
}
