using Microsoft.AspNetCore.Http;

namespace AWSense.Web.Reuse;

/// <summary>The headers by which a client and the cache of answers understand each other.</summary>
internal static class CacheControl
{
    /// <summary>The header of an answer that tells where it comes from (RFC 9211).</summary>
    public const string StatusHeader = "Cache-Status";

    /// <summary>Whether the client wants its picture classified anew (RFC 9111, section 5.2.1).</summary>
    public static bool WantsFresh(HttpRequest request) => request.Headers.CacheControl
        .SelectMany(value => (value ?? "").Split(','))
        .Any(directive => directive.Trim() is { } wish
            && (wish.Equals("no-cache", StringComparison.OrdinalIgnoreCase) || wish.Equals("no-store", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Tells where an answer comes from.</summary>
    public static void Tell(HttpResponse response, AnswerOrigin origin)
    {
        var status = origin switch
        {
            AnswerOrigin.Archive => "AWSense; hit",
            AnswerOrigin.Flight => "AWSense; fwd=miss; collapsed",
            AnswerOrigin.Worker => "AWSense; fwd=miss",
            AnswerOrigin.WorkerByWish => "AWSense; fwd=request",
            _ => null,
        };
        if (status is not null)
        {
            response.Headers[StatusHeader] = status;
        }
    }
}

/// <summary>Where an answer comes from.</summary>
internal enum AnswerOrigin
{
    /// <summary>From a worker, since there is no cache.</summary>
    Uncached,

    /// <summary>From a worker, since the client wished so.</summary>
    WorkerByWish,

    /// <summary>From a worker, since nothing was known of the picture.</summary>
    Worker,

    /// <summary>From the archive.</summary>
    Archive,

    /// <summary>From the request of another client that was being classified.</summary>
    Flight,
}
