using System.Diagnostics;
using AWSense.Infrastructure.Tests.Boot;

namespace AWSense.Infrastructure.Tests.Support;

/// <summary>A root of its own, in which the shell part of user data has run; it and its processes end with the test.</summary>
internal sealed class BootedRoot : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private BootedRoot(Process process, string folder) => (this.process, this.folder) = (process, folder);

    /// <summary>Runs a script; returns when it has ended, whatever it started.</summary>
    public static async Task<BootedRoot> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        var folder = Directory.CreateTempSubdirectory("awsense-root-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        var file = $"{folder}.sh";
        await File.WriteAllTextAsync(file, script);
        var start = new ProcessStartInfo("unshare", ["--mount", "--pid", "--fork", "--kill-child", "bash", UserDataTests.TestFile("chroot.sh"), folder, file])
        {
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var root = new BootedRoot(Process.Start(start)!, folder);
        await root.WaitForAsync("verify.exit", TimeSpan.FromMinutes(2));
        return root;
    }

    /// <summary>A file of the root; empty where there is none.</summary>
    public string Read(string path) => File.Exists(Path.Combine(folder, path)) ? File.ReadAllText(Path.Combine(folder, path)).Trim() : "";

    /// <summary>What a link of the root points to.</summary>
    public string? LinkOf(string path) => new FileInfo(Path.Combine(folder, path)).LinkTarget;

    /// <summary>Does what systemd does: <c>stop</c> ends the service, <c>chores</c> runs those of its timer.</summary>
    public Task OrderAsync(string order) => process.StandardInput.WriteLineAsync(order);

    /// <summary>How many files lie in a folder of the root.</summary>
    public int Count(string path, string pattern) => Directory.GetFiles(Path.Combine(folder, path), pattern).Length;

    /// <summary>Waits until a file of its <c>/run</c> is there.</summary>
    public async Task WaitForAsync(string name, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        while (Read($"run/{name}").Length == 0)
        {
            Assert.True(waited.Elapsed < patience && !process.HasExited, $"There is no {name}.\n{Read("run/boot.log")}\n{Read("run/awsense.log")}");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        File.Delete($"{folder}.sh");

        // What was mounted there went with the processes.
        Directory.Delete(folder, recursive: true);
    }
}
