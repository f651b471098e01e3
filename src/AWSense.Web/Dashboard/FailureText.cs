using AWSense.Web.Problems;

namespace AWSense.Web.Dashboard;

/// <summary>Tells people what went wrong on a page.</summary>
internal static class FailureText
{
    /// <summary>One sentence or two, as the HTTP interface tells the same failure.</summary>
    public static string Of(Exception exception) => FailureProblems.Of(exception).Detail;
}
