using System.Globalization;
using AWSense.Backends.Embedded.Data;
using AWSense.Core.Archive;
using AWSense.Core.Diagnosis;

namespace AWSense.Doctor;

/// <summary>The data folder: can it be written, how much room and how fast a disk it has, who has it.</summary>
internal static class DataChecks
{
    private const int Syncs = 20;
    private const int SyncBytes = 4096;
    private const double SlowMs = 20;
    private const string ChooseAnother = "Choose another folder with --data, or give this user the right to write there.";

    public static IEnumerable<Check> All(string folder, RetentionOptions retention) =>
    [
        Check.Of("data folder", ChooseAnother, () => Folder(folder)),
        Check.Of("data format", "Use the program that wrote it, or choose another folder with --data.", () => Format(folder)),
        Check.Of("disk space", ChooseAnother, () => Space(new DriveInfo(NearestOf(folder)).AvailableFreeSpace, retention)),
        Check.Of("disk speed", ChooseAnother, () => Speed(folder)),
    ];

    internal static Finding Folder(string folder)
    {
        var full = Path.GetFullPath(folder);
        var parent = NearestOf(full);
        using (File.Create(Probe(parent), 1, FileOptions.DeleteOnClose))
        {
            // It can be written.
        }

        return Finding.Ok(Directory.Exists(full) ? $"{full} can be written" : $"{full} will be made");
    }

    internal static Finding Format(string folder) => DataFolder.Look(folder) switch
    {
        { Problem: { } problem } => Finding.Fail(problem, "Use the program that wrote it, or choose another folder with --data."),
        { InUse: true } => Finding.Ok($"version {DataFolder.FormatVersion}; a service has it now"),
        { Exists: true } => Finding.Ok($"version {DataFolder.FormatVersion}; nobody has it"),
        _ => Finding.Ok("nothing is there yet"),
    };

    internal static Finding Space(long free, RetentionOptions retention)
    {
        var room = $"{free >> 20} MiB are free";
        return free < retention.FreeBytesMin ? Finding.Fail($"{room}; below Archive:FreeBytesMin ({retention.FreeBytesMin >> 20} MiB) nothing is taken in.", "Free some disk, or choose another folder with --data.")
            : free < retention.FreeBytesMin + retention.BytesMax ? Finding.Warn($"{room}; the archive may grow to {retention.BytesMax >> 20} MiB (Archive:BytesMax).", "Free some disk, or lower Archive:BytesMax.")
            : Finding.Ok(room);
    }

    private static Finding Speed(string folder)
    {
        var times = new List<double>(Syncs);
        using var file = new FileStream(Probe(NearestOf(Path.GetFullPath(folder))), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        for (var sync = 0; sync < Syncs; sync++)
        {
            var began = TimeProvider.System.GetTimestamp();
            file.Write(new byte[SyncBytes]);
            file.Flush(flushToDisk: true);
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }

        return Speed(times.Order().ElementAt(Syncs / 2));
    }

    internal static Finding Speed(double medianMs)
    {
        var told = string.Create(CultureInfo.InvariantCulture, $"fsync takes {medianMs:0.00} ms");
        return medianMs <= SlowMs ? Finding.Ok(told) : Finding.Warn($"{told}; every 202 waits for one.", "Put the data folder on a local disk, an SSD if there is one, rather than on a network.");
    }

    private static string Probe(string folder) => Path.Combine(folder, $".awsense-doctor-{Path.GetRandomFileName()}");

    /// <summary>The folder itself, or the nearest one above that is there.</summary>
    private static string NearestOf(string folder)
    {
        var nearest = Path.GetFullPath(folder);
        while (!Directory.Exists(nearest))
        {
            nearest = Path.GetDirectoryName(nearest) ?? throw new IOException($"{folder} leads nowhere.");
        }

        return nearest;
    }
}
