using System.Globalization;
using System.Text;

namespace AWSense.Backends.Aws.Query;

/// <summary>An action and its parameters.</summary>
internal sealed class QueryRequest(string action)
{
    private readonly List<(string Name, string Value)> parameters = [];

    /// <summary>The action's name.</summary>
    public string Action { get; } = action;

    /// <summary>Doing it twice is not the same as once: it is sent again only where AWS has certainly not done it.</summary>
    public bool IsOnce { get; init; }

    public QueryRequest With(string name, string value)
    {
        parameters.Add((name, value));
        return this;
    }

    public QueryRequest With(string name, int value) => With(name, value.ToString(CultureInfo.InvariantCulture));

    public QueryRequest With(string name, double value) => With(name, value.ToString("R", CultureInfo.InvariantCulture));

    public QueryRequest With(string name, bool value) => With(name, value ? "true" : "false");

    public QueryRequest With(string name, DateTimeOffset value) => With(name, value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));

    /// <summary>A list, whose members are numbered from 1.</summary>
    /// <param name="prefix">What their names begin with: <c>InstanceIds.member</c>.</param>
    public QueryRequest WithEach(string prefix, IEnumerable<string> values)
    {
        var number = 0;
        foreach (var value in values)
        {
            With(string.Create(CultureInfo.InvariantCulture, $"{prefix}.{++number}"), value);
        }

        return this;
    }

    /// <summary>The form that is sent.</summary>
    public byte[] ToBody(string version)
    {
        var body = new StringBuilder($"Action={Action}&Version={version}");
        foreach (var (name, value) in parameters)
        {
            body.Append('&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return Encoding.UTF8.GetBytes(body.ToString());
    }
}
