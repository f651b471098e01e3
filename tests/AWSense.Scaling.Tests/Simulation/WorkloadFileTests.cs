using System.IO.Compression;
using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>Recorded requests, and what is wrong with a file.</summary>
public sealed class WorkloadFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("awsense-workloads-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Requests_are_read_as_they_are()
    {
        var workload = Read("busy.csv", "arrival_s,service_s\n0.5,1.25\n0.5,2\n7.25,0\n");

        Assert.Equal([0.5, 0.5, 7.25], workload.Arrivals);
        Assert.Equal([1.25, 2, 0], workload.Services);
        Assert.Equal(TimeSpan.FromSeconds(8), workload.Horizon);
        Assert.Equal("busy", workload.Name);
    }

    [Fact]
    public void Requests_of_a_second_are_spread_evenly_inside_it()
    {
        var workload = Read("trace.csv", "second,requests\n0,2\n3,0\n10,4\n");

        Assert.Equal([0, 0.5, 10, 10.25, 10.5, 10.75], workload.Arrivals);
        Assert.Equal(Enumerable.Repeat(3.0, 6), workload.Services);
        Assert.Equal(TimeSpan.FromSeconds(11), workload.Horizon);
    }

    [Fact]
    public void A_compressed_file_reads_the_same()
    {
        var path = Path.Combine(folder, "busy.csv.gz");
        using (var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest)))
        {
            writer.Write("arrival_s,service_s\n1,1\n");
        }

        var workload = WorkloadFile.Read(path, Distribution.Constant(3), seed: 1);

        Assert.Equal([1], workload.Arrivals);
        Assert.Equal("busy", workload.Name);
    }

    [Theory]
    [InlineData("time,size\n1,1\n", "first line")]
    [InlineData("", "first line")]
    [InlineData("arrival_s,service_s\n1,1\n2\n", "line 3")]
    [InlineData("arrival_s,service_s\n1,one\n", "line 2")]
    [InlineData("arrival_s,service_s\n1,-1\n", "line 2")]
    [InlineData("arrival_s,service_s\n1,NaN\n", "line 2")]
    [InlineData("arrival_s,service_s\n2,1\n1,1\n", "line 3")]
    [InlineData("second,requests\n5,1\n5,1\n", "line 3")]
    [InlineData("second,requests\n0,30000000\n", "more than")]
    public void A_bad_file_is_told_with_its_place(string text, string place)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Read("bad.csv", text));

        Assert.Contains(place, exception.Message, StringComparison.Ordinal);
        Assert.Contains("bad.csv", exception.Message, StringComparison.Ordinal);
    }

    private Workload Read(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return WorkloadFile.Read(path, Distribution.Constant(3), seed: 1);
    }
}
