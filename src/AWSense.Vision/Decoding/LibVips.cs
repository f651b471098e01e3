using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>Sets libvips up for pictures of strangers, once for the process.</summary>
internal static class LibVips
{
    // Found by trial with libvips 8.18: each names a family of loaders. Nothing here runs code, fetches, or calls another program.
    private static readonly string[] AllowedLoaders =
    [
        "VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp",
        "VipsForeignLoadNsgif", "VipsForeignLoadHeif", "VipsForeignLoadTiff",
    ];

    private static readonly Lazy<bool> Ready = new(SetUp);

    /// <summary>Returns once libvips is set up.</summary>
    internal static void EnsureReady() => _ = Ready.Value;

    private static bool SetUp()
    {
        Operation.Block("VipsForeignLoad", true);
        foreach (var loader in AllowedLoaders)
        {
            Operation.Block(loader, false);
        }

        NetVips.NetVips.Concurrency = 1; // pictures side by side, not strips of one
        Cache.Max = 0;                   // no picture comes twice
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, static (_, _, _) => { }); // what matters comes as an exception
        return true;
    }
}
