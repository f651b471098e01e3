using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace AWSense.Backends.Aws.Query;

/// <summary>The credentials of this process, found and kept fresh by the SDK: variables, profiles, the role of the instance.</summary>
internal sealed class AwsIdentity(Func<AWSCredentials> find)
{
    private readonly Lazy<AWSCredentials> credentials = new(find);

    /// <summary>As every program that uses the SDK finds them.</summary>
    public static AwsIdentity Default() => new(() => DefaultAWSCredentialsIdentityResolver.GetCredentials(new Amazon.S3.AmazonS3Config()));

    /// <summary>Those of now.</summary>
    public async Task<ImmutableCredentials> GetAsync(CancellationToken cancellationToken) =>
        await credentials.Value.GetCredentialsAsync().WaitAsync(cancellationToken);

    /// <summary>Forgets what was kept, so that the next are fresh.</summary>
    /// <returns>False where they are what they are.</returns>
    public bool Refresh()
    {
        if (credentials.Value is not RefreshingAWSCredentials refreshing)
        {
            return false;
        }

        refreshing.ClearCredentials();
        return true;
    }
}
