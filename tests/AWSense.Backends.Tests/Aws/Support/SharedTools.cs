using System.Diagnostics;

namespace AWSense.Backends.Tests.Aws.Support;

/// <summary>Tools that others wrote, which are not part of the project; where they are absent the tests that need them are skipped.</summary>
internal static class SharedTools
{
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("AWSENSE_SHARED") is { Length: > 0 } shared ? Path.Combine(shared, "tools") : null;

    public static bool AreAbsent => Folder is null || !File.Exists(Path.Combine(Folder, "moto-server"));

    /// <summary>Runs a Python script where botocore is installed.</summary>
    public static async Task<string> PythonAsync(string script)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($". '{Folder}/venv.sh' && exec \"$venv/bin/python3\" '{script}'");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
