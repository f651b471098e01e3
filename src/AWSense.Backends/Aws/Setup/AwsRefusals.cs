using Amazon.Runtime;
using AWSense.Backends.Aws.Query;
using AWSense.Core.Diagnosis;

namespace AWSense.Backends.Aws.Setup;

/// <summary>Finds out whether something is allowed.</summary>
/// <remarks>
/// What can't be tried without an effect is asked for in a way that can't be granted (a receipt, an instance that doesn't exist): who lacks the
/// permission is told so, and who has it is told of the other fault. A service that looks at the fault first can't be told from one that allows it.
/// </remarks>
internal static class AwsRefusals
{
    private static readonly string[] DeniedCodes =
        ["AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation", "InvalidClientTokenId", "SignatureDoesNotMatch", "InvalidAccessKeyId", "UnrecognizedClientException", "ExpiredToken", "ExpiredTokenException"];

    /// <summary>A check that a call isn't refused for want of a permission.</summary>
    /// <param name="action">The action, as policies name it.</param>
    /// <param name="on">What it is done to.</param>
    /// <param name="call">Does it, or something that can't be granted.</param>
    public static Check Permission(string action, string on, Func<CancellationToken, Task> call)
    {
        var advice = $"Allow {action} on {on}; docs/aws.md lists what each role needs.";
        return new($"permission {action} on {on}", advice, async cancellationToken =>
        {
            try
            {
                await call(cancellationToken);
                return Finding.Ok("allowed");
            }
            catch (Exception exception) when (IsDenied(exception))
            {
                return Finding.Fail(exception.Message, advice);
            }
            catch (Exception exception) when (IsOtherFault(exception))
            {
                return Finding.Ok("not refused");
            }
        });
    }

    /// <summary>Whether the role lacks a permission, or the credentials are wrong.</summary>
    public static bool IsDenied(Exception exception) => exception switch
    {
        AwsRequestException refused => refused.Kind == AwsRefusal.Denied,
        AmazonServiceException failed => failed.StatusCode == System.Net.HttpStatusCode.Forbidden || DeniedCodes.Contains(failed.ErrorCode),
        _ => false,
    };

    // What was asked for could not be granted; a server that fails or isn't there has said nothing of permissions.
    private static bool IsOtherFault(Exception exception) => exception switch
    {
        AwsRequestException => true,
        AmazonServiceException failed => failed.StatusCode is >= System.Net.HttpStatusCode.BadRequest and < System.Net.HttpStatusCode.InternalServerError,
        _ => false,
    };
}
