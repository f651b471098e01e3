using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>Sets libvips up once for the process: one thread a picture, no cache, and only the loaders of the accepted formats.</summary>
internal static class LibVips
{
    private static readonly string[] Loaders =
    [
        "VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif", "VipsForeignLoadHeif", "VipsForeignLoadTiff",
    ];

    private static readonly Lazy<bool> Ready = new(Initialize);

    /// <summary>Initialises libvips when that hasn't been done.</summary>
    public static void Ensure() => _ = Ready.Value;

    private static bool Initialize()
    {
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        Operation.Block("VipsForeignLoad", true);
        foreach (var loader in Loaders)
        {
            Operation.Block(loader, false);
        }

        // Its warnings are about pictures, which are told by typed errors.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, (_, _, _) => { });
        return true;
    }
}
