using System.Globalization;
using AWSense.Core.Chaos;

namespace AWSense.Proving;

/// <summary>The settings of the service that chaos starts: short times, so that leases end and clients lose patience within a run.</summary>
internal static class ChaosSettings
{
    /// <summary>How long a lease lasts there.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Of a hundred replies so many are lost.</summary>
    private const int DropReplyPercent = 3;
    private const int LateReplyMs = 5;

    /// <summary>The environment of the service.</summary>
    /// <param name="poison">Pictures that kill, hang and fail; empty for none.</param>
    /// <param name="diskFullWhile">The file that fills the disk.</param>
    public static IReadOnlyDictionary<string, string> Environment(ChaosPlan plan, IReadOnlyList<PoisonPicture> poison, string diskFullWhile)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ChaosOptions.EnvironmentVariable] = "1",
            ["AWSENSE__Lease__Duration"] = Lease.ToString("c"),
            ["AWSENSE__Lease__Renewal"] = "00:00:00.7",
            ["AWSENSE__Lease__DecodeTimeout"] = "00:00:01.5",
            ["AWSENSE__Lease__InferenceTimeout"] = "00:00:10",
            ["AWSENSE__Web__LegacyWait"] = "00:00:02",
            ["AWSENSE__Fleet__RestartDelayMax"] = "00:00:00.2",
            ["AWSENSE__Fleet__UnhealthyCrashes"] = "1000",
            ["AWSENSE__Archive__FreeBytesMin"] = "0",
            ["AWSENSE__Chaos__DiskFullWhile"] = diskFullWhile,
        };
        if (plan.Faults.Contains(FaultKind.Replies))
        {
            variables["AWSENSE__Chaos__DropReplyPercent"] = DropReplyPercent.ToString(CultureInfo.InvariantCulture);
            variables["AWSENSE__Chaos__DelayMs__reply"] = LateReplyMs.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (index, picture) in poison.Index())
        {
            variables[$"AWSENSE__Chaos__{picture.Does}__{index}"] = picture.Picture.Sha256;
        }

        return variables;
    }
}

/// <summary>A picture that does harm.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Does">The setting that makes it do so: <c>Kill</c>, <c>Hang</c> or <c>Fail</c>.</param>
/// <param name="Error">The error that its client is to get.</param>
internal sealed record PoisonPicture(Load.Planning.LoadPicture Picture, string Does, string Error);
