using Microsoft.ML.OnnxRuntime;

namespace AWSense.Vision;

/// <summary>The native libraries, each loaded when its version is asked for.</summary>
/// <exception cref="DllNotFoundException">On the versions: it isn't beside the program, or lacks a library of the system.</exception>
public static class NativeLibraries
{
    /// <summary>Version of libvips, such as <c>8.18.7</c>.</summary>
    public static string LibVips => $"{NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";

    /// <summary>Whether the machine has libjpeg-turbo's own library, which decodes photos in about half of the time that libvips takes.</summary>
    public static bool HasTurboJpeg => Decoding.TurboJpeg.Installed is not null;

    /// <summary>Version of ONNX Runtime, such as <c>1.31.1</c>.</summary>
    public static string OnnxRuntime => OrtEnv.Instance().GetVersionString();
}
