namespace AWSense.Load.Output;

/// <summary>Where standard output and standard error go.</summary>
internal static class StandardStreams
{
    /// <summary>Whether what is written to one is not seen between the lines of the other.</summary>
    public static bool AreApart => LeadApart(TargetOf(1), TargetOf(2), Console.IsOutputRedirected || Console.IsErrorRedirected);

    /// <summary>Whether two targets are different places.</summary>
    /// <param name="output">The file, pipe or terminal behind standard output; null where the system doesn't tell.</param>
    /// <param name="error">The one behind standard error.</param>
    /// <param name="redirected">Whether one of them is no terminal.</param>
    public static bool LeadApart(string? output, string? error, bool redirected) => output is null || error is null ? redirected : output != error;

    private static string? TargetOf(int descriptor)
    {
        try
        {
            return new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // not every system has /proc
        }
    }
}
