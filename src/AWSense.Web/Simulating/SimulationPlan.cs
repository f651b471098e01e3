using System.IO.Compression;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Workloads;

namespace AWSense.Web.Simulating;

/// <summary>What is tried: some policies on one workload.</summary>
/// <param name="Policies">From 1 to <see cref="SimulationRuns.PoliciesMax"/>.</param>
/// <param name="Workload">A name of the catalogue, such as <c>poisson:5:1h</c>; not looked at where there is a trace.</param>
/// <param name="Trace">A recorded workload; null for none.</param>
/// <param name="Seed">What all chance is drawn from.</param>
internal sealed record SimulationPlan(IReadOnlyList<ScalingPolicy> Policies, string Workload, UploadedTrace? Trace, int Seed)
{
    /// <summary>Draws or reads the workload.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    /// <exception cref="InvalidDataException">The trace is none, or the workload is larger than a page may try.</exception>
    public Workload Draw()
    {
        var workload = Trace?.Read(Seed) ?? WorkloadCatalog.Find(Workload).Draw(Seed, SimulationRuns.RequestsMax);
        return workload.Horizon <= SimulationRuns.HorizonMax
            ? workload
            : throw new InvalidDataException($"{workload.Name} goes on for more than {SimulationRuns.HorizonMax.TotalHours:0} hours; \"awsense simulate\" takes longer ones.");
    }
}

/// <summary>A recorded workload that somebody has uploaded, plain or in gzip.</summary>
/// <param name="FileName">The client's name for it, for display only.</param>
/// <param name="Content">At most <see cref="BytesMax"/> bytes.</param>
internal sealed record UploadedTrace(string FileName, byte[] Content)
{
    /// <summary>The most bytes of the file.</summary>
    public const int BytesMax = 4 * 1024 * 1024;

    private const int UnpackedMax = 32 * 1024 * 1024;

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B];

    /// <exception cref="InvalidDataException">It is no trace, or too large.</exception>
    public Workload Read(int seed)
    {
        using var unpacked = Content.AsSpan().StartsWith(GzipMagic) ? Unpack() : new MemoryStream(Content, writable: false);
        return WorkloadFile.Read(unpacked, new(FileName, FileName, SimulationRuns.RequestsMax), Distribution.Lognormal(1, 0.3), seed);
    }

    private MemoryStream Unpack()
    {
        using var packed = new GZipStream(new MemoryStream(Content, writable: false), CompressionMode.Decompress);
        var unpacked = new MemoryStream();
        var block = new byte[64 * 1024];
        for (int read; (read = packed.Read(block)) > 0;)
        {
            unpacked.Write(block, 0, read);
            if (unpacked.Length > UnpackedMax)
            {
                throw new InvalidDataException($"{FileName} unpacks to more than {UnpackedMax >> 20} MiB.");
            }
        }

        unpacked.Position = 0;
        return unpacked;
    }
}
