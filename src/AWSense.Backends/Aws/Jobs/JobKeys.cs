using AWSense.Core.Deployment;
using AWSense.Core.Requests;

namespace AWSense.Backends.Aws.Jobs;

/// <summary>The keys of jobs. S3 lists in ascending order only, so a key holds the complement of the id: the newest comes first.</summary>
internal static class JobKeys
{
    /// <summary>What the keys of all records begin with.</summary>
    public const string Records = ArchivePrefixes.Jobs;

    /// <summary>What the keys of all marks of ended jobs begin with.</summary>
    public const string Ended = ArchivePrefixes.EndedJobs;

    /// <summary>The record of a job.</summary>
    public static string Record(RequestId id) => $"{Records}{NewestFirst(id)}";

    /// <summary>What the keys of jobs that ended in a state begin with.</summary>
    public static string EndedIn(RequestState state) => $"{Ended}{state.ToWireName()}/";

    /// <summary>The mark of a job that ended in a state.</summary>
    public static string EndedIn(RequestState state, RequestId id) => $"{EndedIn(state)}{NewestFirst(id)}";

    /// <summary>The record that a mark stands for.</summary>
    public static string RecordOf(string key) => $"{Records}{key[(key.LastIndexOf('/') + 1)..]}";

    /// <summary>The complement of an id, in hexadecimal digits.</summary>
    public static string NewestFirst(RequestId id) => Convert.ToHexStringLower([.. id.ToBytes().Select(part => (byte)~part)]);
}
