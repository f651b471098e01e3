using Microsoft.Extensions.Configuration;

namespace AWSense.Backends;

/// <summary>The one switch between the backends.</summary>
public static class BackendChoice
{
    /// <summary>Name of the setting: <c>embedded</c> or <c>aws</c>.</summary>
    public const string Setting = "Backend";

    /// <summary>The backend that the settings name.</summary>
    /// <exception cref="InvalidDataException">They name none that there is.</exception>
    public static BackendKind Of(IConfiguration configuration)
    {
        var named = configuration[Setting];
        return named is null ? BackendKind.Embedded
            : Enum.TryParse<BackendKind>(named, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind
            : throw new InvalidDataException($"There is no backend {named}. {Setting} takes embedded or aws.");
    }
}
