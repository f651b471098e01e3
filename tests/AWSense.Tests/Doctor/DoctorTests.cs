using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AWSense.Backends.Embedded;
using AWSense.Backends.Embedded.Data;
using AWSense.Core.Archive;
using AWSense.Core.Diagnosis;
using AWSense.Doctor;
using AWSense.Hosting;
using AWSense.Tests.Web;
using AWSense.Vision;
using Microsoft.Extensions.Configuration;

namespace AWSense.Tests.Doctor;

public sealed class DoctorTests : IDisposable
{
    private const string Model = "efficientnet-lite0-int8";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Machines_that_are_too_small_or_too_old_are_told()
    {
        Assert.Equal(FindingStatus.Ok, MachineChecks.Cores(2).Status);
        Assert.Equal(FindingStatus.Warn, MachineChecks.Cores(1).Status);
        Assert.Equal(FindingStatus.Ok, MachineChecks.Instructions(Architecture.X64, avx2: true, simd: false).Status);
        Assert.Equal(FindingStatus.Warn, MachineChecks.Instructions(Architecture.X64, avx2: false, simd: false).Status);
        Assert.Equal(FindingStatus.Fail, MachineChecks.Instructions(Architecture.S390x, avx2: false, simd: false).Status);
        Assert.Equal(FindingStatus.Ok, MachineChecks.Memory(2L << 30, workers: 2).Status);
        Assert.Equal(FindingStatus.Warn, MachineChecks.Memory(450L << 20, workers: 2).Status);
        Assert.Equal(FindingStatus.Fail, MachineChecks.Memory(300L << 20, workers: 2).Status);
    }

    [Fact]
    public void A_machine_without_the_fast_decoder_is_told_and_fit_all_the_same()
    {
        Assert.Equal(FindingStatus.Ok, ProgramChecks.TurboJpeg(isInstalled: true).Status);
        Assert.Equal(FindingStatus.Warn, ProgramChecks.TurboJpeg(isInstalled: false).Status);
    }

    [Fact]
    public void Too_few_file_handles_and_a_clock_that_is_behind_are_told()
    {
        Assert.Equal(FindingStatus.Ok, MachineChecks.Handles(11_000, waiters: 10_000).Status);
        Assert.Equal(FindingStatus.Warn, MachineChecks.Handles(10_999, waiters: 10_000).Status);
        Assert.Equal(FindingStatus.Fail, MachineChecks.Handles(999, waiters: 10_000).Status);
        Assert.Equal(FindingStatus.Ok, MachineChecks.Clock(DateTimeOffset.UnixEpoch.AddDays(1), DateTimeOffset.UnixEpoch).Status);
        Assert.Equal(FindingStatus.Fail, MachineChecks.Clock(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)).Status);
    }

    [Fact]
    public void A_disk_that_is_full_or_slow_is_told()
    {
        var retention = new RetentionOptions { BytesMax = 10L << 30, FreeBytesMin = 1L << 30 };

        Assert.Equal(FindingStatus.Ok, DataChecks.Space(11L << 30, retention).Status);
        Assert.Equal(FindingStatus.Warn, DataChecks.Space((11L << 30) - 1, retention).Status);
        Assert.Equal(FindingStatus.Fail, DataChecks.Space((1L << 30) - 1, retention).Status);
        Assert.Equal(FindingStatus.Ok, DataChecks.Speed(20).Status);
        Assert.Equal(FindingStatus.Warn, DataChecks.Speed(21).Status);
    }

    [Fact]
    public async Task A_data_folder_is_looked_at_and_left_as_it_was()
    {
        var diagnoses = await RunAsync(DataChecks.All(Path.Combine(folder, "data"), new() { FreeBytesMin = 1, BytesMax = 1 }));

        Assert.All(diagnoses, diagnosis => Assert.NotEqual(FindingStatus.Fail, diagnosis.Finding.Status));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_fails()
    {
        var diagnoses = await RunAsync(DataChecks.All("/proc/awsense-data", new()));

        Assert.Equal(FindingStatus.Fail, diagnoses.Single(diagnosis => diagnosis.Name == "data folder").Finding.Status);
        Assert.Contains("--data", diagnoses.Single(diagnosis => diagnosis.Name == "data folder").Finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_a_newer_program_fails_and_one_that_is_in_use_is_told()
    {
        using (DataFolder.Open(folder))
        {
            Assert.Contains("a service has it", DataChecks.Format(folder).Detail, StringComparison.Ordinal);
        }

        Assert.Contains("nobody has it", DataChecks.Format(folder).Detail, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "format.json"), """{"version":99}""");
        var finding = DataChecks.Format(folder);

        Assert.Equal(FindingStatus.Fail, finding.Status);
        Assert.Contains("newer", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_port_fails_unless_a_service_of_ours_has_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var ours = await WebHost.StartWithoutWorkerAsync();

        var used = Assert.Single(await RunAsync(NetworkChecks.All($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}")));
        var taken = Assert.Single(await RunAsync(NetworkChecks.All(ours.Address.ToString())));
        var free = Assert.Single(await RunAsync(NetworkChecks.All("http://127.0.0.1:0")));
        var foreign = Assert.Single(await RunAsync(NetworkChecks.All("http://203.0.113.1:8081")));

        Assert.Equal(
            (FindingStatus.Fail, FindingStatus.Ok, FindingStatus.Ok, FindingStatus.Fail),
            (used.Finding.Status, taken.Finding.Status, free.Finding.Status, foreign.Finding.Status));
        Assert.Contains("--urls", used.Finding.Advice, StringComparison.Ordinal);
        Assert.InRange(used.Milliseconds, 0, 5000);
    }

    [Fact]
    public async Task A_missing_model_and_a_damaged_one_fail()
    {
        Assert.Equal(FindingStatus.Ok, ProgramChecks.Models(Settings(Installation.BuiltInFolder)).Status);
        var missing = (await RunAsync(ProgramChecks.All(Settings(folder)))).Single(diagnosis => diagnosis.Name == "models");

        Assert.Equal(FindingStatus.Fail, missing.Finding.Status);
        Assert.Contains(Model, missing.Finding.Detail, StringComparison.Ordinal);

        var copy = Directory.CreateDirectory(Path.Combine(folder, Model)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Installation.BuiltInFolder, Model)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        foreach (var shared in Directory.GetFiles(Installation.BuiltInFolder))
        {
            File.Copy(shared, Path.Combine(folder, Path.GetFileName(shared)));
        }

        await using (var model = File.OpenWrite(Directory.GetFiles(copy, "*.onnx").Single()))
        {
            model.WriteByte(0xFF);
        }

        var damaged = ProgramChecks.Models(Settings(folder));
        Assert.Equal(FindingStatus.Fail, damaged.Status);
        Assert.Contains("SHA-256", damaged.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Libraries_are_loaded_and_one_that_is_missing_is_told_with_its_own_reason()
    {
        Assert.All([NativeLibraries.LibVips, NativeLibraries.OnnxRuntime, SqliteLibrary.Version()], version => Assert.Matches(@"^\d+\.\d+", version));

        var missing = Assert.Single(await RunAsync([ProgramChecks.Library("x", () => throw new TypeInitializationException("X", new DllNotFoundException("libx.so is missing.")))]));

        Assert.Equal((FindingStatus.Fail, "libx.so is missing."), (missing.Finding.Status, missing.Finding.Detail));
        Assert.Contains("Install", missing.Finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_contradict_fail_and_the_checks_after_them_are_done()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Lease:Renewal", "00:00:29")]).Build();

        var diagnoses = await RunAsync(ProgramChecks.All(configuration));

        Assert.Equal(FindingStatus.Fail, diagnoses.Single(diagnosis => diagnosis.Name == "settings").Finding.Status);
        Assert.Contains("Lease:Renewal", diagnoses.Single(diagnosis => diagnosis.Name == "settings").Finding.Detail, StringComparison.Ordinal);
        Assert.Equal("models", diagnoses[^1].Name);
    }

    [Fact]
    public async Task A_check_that_never_ends_fails_in_time_even_when_it_can_not_be_asked_to_stop()
    {
        using var never = new ManualResetEventSlim();
        Check[] checks =
        [
            Check.Of("stuck", "Help it.", () =>
            {
                never.Wait(TestContext.Current.CancellationToken);
                return Finding.Ok("");
            }),
            Check.Of("next", "", () => Finding.Ok("done")),
        ];

        var diagnoses = await RunAsync(checks, TimeSpan.FromMilliseconds(100));
        never.Set();

        Assert.Equal((FindingStatus.Fail, "Help it."), (diagnoses[0].Finding.Status, diagnoses[0].Finding.Advice));
        Assert.Equal(FindingStatus.Ok, diagnoses[1].Finding.Status);
    }

    private static IConfiguration Settings(string models) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Models:Folder", models), new("Data:Folder", "/proc/awsense-data")]).Build();

    private static async Task<List<Diagnosis>> RunAsync(IEnumerable<Check> checks, TimeSpan? patience = null) =>
        await new Examination(patience ?? Patience, TimeProvider.System).RunAsync(checks, TestContext.Current.CancellationToken).ToListAsync();
}
