using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Core;

/// <summary>Registers options.</summary>
public static class CheckedOptions
{
    /// <summary>Binds a section, and checks its ranges when the host starts.</summary>
    public static void AddChecked<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class =>
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
}
