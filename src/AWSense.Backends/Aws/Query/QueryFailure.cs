using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace AWSense.Backends.Aws.Query;

/// <summary>An answer that isn't a success.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The code of AWS; the status where there is none.</param>
/// <param name="Message">What AWS says.</param>
internal sealed record QueryFailure(HttpStatusCode Status, string Code, string Message)
{
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html, and the lists in the SDKs.
    private static readonly HashSet<string> ThrottlingCodes = new(StringComparer.Ordinal)
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled", "TooManyRequestsException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "PriorRequestNotComplete", "EC2ThrottledException",
    };

    private static readonly HashSet<string> ExpiryCodes = new(StringComparer.Ordinal) { "ExpiredToken", "ExpiredTokenException", "RequestExpired" };

    private static readonly HashSet<string> BusyCodes = new(StringComparer.Ordinal) { "ScalingActivityInProgress", "ResourceContention", "ResourceInUse" };

    private static readonly HashSet<string> DenialCodes = new(StringComparer.Ordinal)
    {
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthFailure", "InvalidClientTokenId", "SignatureDoesNotMatch",
        "IncompleteSignature", "MissingAuthenticationToken", "OptInRequired", "UnrecognizedClientException",
    };

    /// <summary>There were too many requests: the same one helps later.</summary>
    public bool IsThrottled => Status == HttpStatusCode.TooManyRequests || ThrottlingCodes.Contains(Code);

    /// <summary>The same request may help at once or later.</summary>
    public bool IsTransient => IsThrottled || (int)Status >= 500 || Code is "RequestTimeout" or "RequestTimeoutException";

    /// <summary>The credentials have run out; fresh ones help.</summary>
    public bool IsExpired => ExpiryCodes.Contains(Code);

    /// <summary>Reads an answer; those of EC2 have their error one level deeper.</summary>
    public static QueryFailure Of(HttpStatusCode status, string body)
    {
        try
        {
            var error = XDocument.Parse(body).Descendants().FirstOrDefault(element => element.Name.LocalName == "Error");
            if (error.Value("Code") is { } code)
            {
                return new(status, code, error.Value("Message") ?? "");
            }
        }
        catch (XmlException)
        {
            // A proxy's page, or nothing: the status says it all.
        }

        return new(status, ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), status.ToString());
    }

    /// <summary>As the exception that a caller gets who can't wait any longer.</summary>
    public Exception ToException(string action)
    {
        if (IsTransient || IsExpired)
        {
            return new Core.Queues.BackendUnavailableException($"AWS doesn't carry out {action}: {Code}. {Message}");
        }

        var kind = BusyCodes.Contains(Code) ? AwsRefusal.Busy
            : DenialCodes.Contains(Code) || Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized ? AwsRefusal.Denied
            : AwsRefusal.Invalid;
        return new AwsRequestException(action, kind, Code, Message);
    }
}
