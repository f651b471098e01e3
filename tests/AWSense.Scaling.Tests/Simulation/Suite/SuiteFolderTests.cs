using System.IO.Compression;
using AWSense.Scaling.Simulation.Suite;

namespace AWSense.Scaling.Tests.Simulation.Suite;

/// <summary>A suite in a folder.</summary>
public sealed class SuiteFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("awsense-suite-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Its_index_says_what_there_is_and_its_files_hold_the_requests()
    {
        Write("""[{"workload": "quiet", "seed": 2, "horizon_s": 900, "mean_service_s": 1, "p95_limit_s": 45, "requests": 2, "bound_instance_s": 910.5}]""");
        using (var writer = new StreamWriter(new GZipStream(File.Create(Path.Combine(folder, "quiet-2.csv.gz")), CompressionLevel.Fastest)))
        {
            writer.Write("arrival_s,service_s\n1,1\n2,1\n");
        }

        var suiteCase = Assert.Single(SuiteFolder.Read(folder));
        var workload = suiteCase.Load();

        Assert.Equal(("quiet", 2, TimeSpan.FromSeconds(45), 910.5), (suiteCase.Workload, suiteCase.Seed, suiteCase.LatencyLimit, suiteCase.Bound));
        Assert.Equal(("quiet", 2, TimeSpan.FromMinutes(15)), (workload.Name, workload.Arrivals.Count, workload.Horizon));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""[{"workload": "quiet"}]""")]
    public void A_bad_index_is_told_with_its_path(string text)
    {
        Write(text);

        Assert.Contains("index.json", Assert.Throws<InvalidDataException>(() => SuiteFolder.Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Baselines_may_be_missing() => Assert.Empty(SuiteFolder.ReadBaselines(folder));

    [Fact]
    public void Drawn_cases_are_the_catalogue_with_three_seeds()
    {
        var cases = SuiteCase.Drawn();

        Assert.Equal(15, cases.Count);
        Assert.Equal(["const", "diurnal", "flash", "stairs", "onoff"], cases.Select(suiteCase => suiteCase.Workload).Distinct());
        Assert.All(cases, suiteCase => Assert.Null(suiteCase.Bound));
        Assert.NotEqual(cases[0].Load().Arrivals, cases[1].Load().Arrivals);
    }

    private void Write(string index) => File.WriteAllText(Path.Combine(folder, "index.json"), index);
}
