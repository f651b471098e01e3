using AWSense.Core.Jobs;

namespace AWSense.Backends.Aws.Jobs;

/// <summary>A job as its object in the bucket holds it.</summary>
/// <param name="Job">The job.</param>
/// <param name="LastMark">The name of the last started mark, by which its writer knows it again; null when there is none, or a version wrote last that names none.</param>
internal sealed record StoredJob(JobRecord Job, string? LastMark = null);
