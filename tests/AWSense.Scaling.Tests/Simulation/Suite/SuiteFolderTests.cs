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
        var cases = SuiteCase.Drawn(firstSeed: 4);

        Assert.Equal(15, cases.Count);
        Assert.Equal(["const", "diurnal", "flash", "stairs", "onoff"], cases.Select(suiteCase => suiteCase.Workload).Distinct());
        Assert.All(cases, suiteCase => Assert.Null(suiteCase.Bound));
        Assert.Equal([4, 5, 6], cases.Take(3).Select(suiteCase => suiteCase.Seed));
        Assert.NotEqual(cases[0].Load().Arrivals, cases[1].Load().Arrivals);
        Assert.NotEqual(cases[0].Load().Arrivals, SuiteCase.Drawn(firstSeed: 1)[0].Load().Arrivals);
    }

    [Fact]
    public void Drawn_anew_the_recorded_cases_stay_and_cost_is_told_over_the_work()
    {
        SuiteCase recorded = new("nasa", 2, TimeSpan.FromSeconds(30), 900, () => throw new InvalidOperationException("not read here"));
        SuiteCase onFile = recorded with { Workload = "const", LatencyLimit = TimeSpan.FromSeconds(45) };

        var cases = SuiteCase.Redraw([onFile, recorded], firstSeed: 7);

        Assert.Equal([("const", 7), ("const", 8), ("const", 9), ("nasa", 2)], cases.Select(suiteCase => (suiteCase.Workload, suiteCase.Seed)));
        Assert.All(cases, suiteCase => Assert.Null(suiteCase.Bound));
        Assert.Equal(TimeSpan.FromSeconds(45), cases[0].LatencyLimit);
        Assert.Equal(SuiteCase.Drawn(firstSeed: 7)[0].Load().Arrivals, cases[0].Load().Arrivals);
        Assert.Equal(recorded.Load, cases[3].Load);
    }

    private void Write(string index) => File.WriteAllText(Path.Combine(folder, "index.json"), index);
}
