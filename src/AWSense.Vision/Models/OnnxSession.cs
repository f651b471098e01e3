using Microsoft.ML.OnnxRuntime;

namespace AWSense.Vision.Models;

/// <summary>Opens ONNX files the one way that suits workers on shared cores.</summary>
internal static class OnnxSession
{
    /// <param name="model">The model's name, for messages.</param>
    /// <exception cref="ModelException">The file is no graph that ONNX Runtime can load.</exception>
    internal static InferenceSession Open(string file, string model)
    {
        try
        {
            using var options = Options();
            return new InferenceSession(file, options);
        }
        catch (OnnxRuntimeException exception)
        {
            // The message names the file's place on this machine, so it stays inside.
            throw new ModelException(model, "ONNX Runtime can't load the file: it is damaged, or uses what this version doesn't know.", exception);
        }
    }

    private static SessionOptions Options()
    {
        var options = new SessionOptions
        {
            // Several inferences side by side give more than several threads in one (models/README.md).
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

        // Spinning takes the cores from the other processes: throughput fell to a third and less when it was on.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");

        // Weights are allocated one by one, at their size; the arena would round them up to powers of two.
        options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
        return options;
    }
}
