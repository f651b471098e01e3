using System.Text;

namespace AWSense.Core.Deployment;

/// <summary>The user data of an instance on EC2: a multi-part text of a cloud-config and the shell script that brings the instance up.</summary>
/// <remarks>It names nothing secret: the instance reads its account and region from the metadata service, and fetches with its own role.</remarks>
public static class UserData
{
    /// <summary>The most bytes that EC2 takes.</summary>
    public const int BytesMax = 16 * 1024;

    private const string Boundary = "//";

    /// <summary>Writes the user data.</summary>
    /// <returns>Lines that end with a line feed, all of ASCII.</returns>
    /// <exception cref="ArgumentException">The policy makes it longer than <see cref="BytesMax"/>, or holds what isn't ASCII.</exception>
    public static string Create(BootSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var text = $"""
            Content-Type: multipart/mixed; boundary="{Boundary}"
            MIME-Version: 1.0

            --{Boundary}
            Content-Type: text/cloud-config; charset="us-ascii"
            Content-Disposition: attachment; filename="cloud-config.yaml"

            {BootFiles.Read("cloud-config.yaml")}
            --{Boundary}
            Content-Type: text/x-shellscript; charset="us-ascii"
            Content-Disposition: attachment; filename="boot.sh"

            {BootScript.Create(settings)}
            --{Boundary}--

            """;
        return !Ascii.IsValid(text) ? throw new ArgumentException("The policy holds letters beyond ASCII, which user data can't carry.")
            : text.Length > BytesMax ? throw new ArgumentException($"The user data has {text.Length} bytes; EC2 takes {BytesMax}. A shorter policy makes it fit.")
            : text;
    }
}
