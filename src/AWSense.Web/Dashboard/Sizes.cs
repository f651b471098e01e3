using System.Globalization;

namespace AWSense.Web.Dashboard;

/// <summary>Sizes as people read them.</summary>
internal static class Sizes
{
    private const double Kibi = 1024;

    /// <summary>Bytes in the unit that suits them, such as <c>1.4 MiB</c>.</summary>
    public static string Text(long bytes) => bytes switch
    {
        >= 1024 * 1024 => (bytes / Kibi / Kibi).ToString("0.0", CultureInfo.InvariantCulture) + " MiB",
        >= 1024 => (bytes / Kibi).ToString("0", CultureInfo.InvariantCulture) + " KiB",
        _ => $"{bytes} bytes",
    };
}
