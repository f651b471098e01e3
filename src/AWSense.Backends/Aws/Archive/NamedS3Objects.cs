using Amazon.S3;
using AWSense.Core.Archive;
using AWSense.Core.Deployment;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Archive;

/// <summary>Named objects in buckets of their own, under nothing but their names; without such buckets below <c>by-name/</c> in the archive's.</summary>
internal sealed class NamedS3Objects : INamedObjects
{
    private readonly (S3Objects Objects, string Prefix) inputs;
    private readonly (S3Objects Objects, string Prefix) results;

    public NamedS3Objects(IAmazonS3 s3, IOptions<AwsOptions> options, Jitter jitter, TimeProvider time)
    {
        inputs = Place(options.Value.InputBucket, ArchivePrefixes.NamedInputs);
        results = Place(options.Value.ResultBucket, ArchivePrefixes.NamedResults);

        (S3Objects Objects, string Prefix) Place(string? bucket, string prefix) => bucket is null
            ? (new(s3, options, jitter, time), prefix)
            : (new(s3, Options.Create(new AwsOptions { Bucket = bucket }), jitter, time), "");
    }

    public Task PutAsync(NamedKind kind, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var (objects, prefix) = PlaceOf(kind);
        return objects.PutAsync(prefix + name, content, cancellationToken);
    }

    public async Task<byte[]?> GetAsync(NamedKind kind, string name, CancellationToken cancellationToken)
    {
        var (objects, prefix) = PlaceOf(kind);
        using var stored = await objects.GetAsync(prefix + name, cancellationToken);
        return stored?.Content.Memory.ToArray();
    }

    public Task DeleteAsync(NamedKind kind, string name, CancellationToken cancellationToken)
    {
        var (objects, prefix) = PlaceOf(kind);
        return objects.DeleteAsync(prefix + name, cancellationToken);
    }

    private (S3Objects Objects, string Prefix) PlaceOf(NamedKind kind) => kind == NamedKind.Input ? inputs : results;
}
