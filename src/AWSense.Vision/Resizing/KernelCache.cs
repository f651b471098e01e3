using System.Collections.Concurrent;

namespace AWSense.Vision.Resizing;

/// <summary>Kernels that were made before. Photos come in few sizes; when very many are seen, all are forgotten, which bounds the memory.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class KernelCache
{
    private const int KernelsMax = 256;

    private readonly ConcurrentDictionary<(int Input, int Output), BicubicKernel> kernels = new();

    public BicubicKernel Get(int input, int output)
    {
        if (kernels.Count > KernelsMax)
        {
            kernels.Clear();
        }

        return kernels.GetOrAdd((input, output), static key => new(key.Input, key.Output));
    }
}
