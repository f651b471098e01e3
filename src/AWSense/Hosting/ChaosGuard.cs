using AWSense.Core.Chaos;
using Microsoft.Extensions.Configuration;

namespace AWSense.Hosting;

/// <summary>Refuses ordered faults where nobody said that they are wanted.</summary>
internal static class ChaosGuard
{
    /// <exception cref="CommandFailedException">Faults are ordered, and the environment doesn't say <c>AWSENSE_CHAOS=1</c>.</exception>
    public static void Check(IConfiguration configuration)
    {
        var chaos = configuration.GetSection(ChaosOptions.Section).Get<ChaosOptions>();
        if (chaos?.Any == true && Environment.GetEnvironmentVariable(ChaosOptions.EnvironmentVariable) != "1")
        {
            throw new CommandFailedException(
                $"The settings order faults ({ChaosOptions.Section}). Remove them, or set {ChaosOptions.EnvironmentVariable}=1 if this is a test.");
        }
    }
}
