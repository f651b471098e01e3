using AWSense.Hosting;

namespace AWSense.Telemetry;

/// <summary>Which signals are exported, by the environment variables that OpenTelemetry defines. Without any of them nothing is.</summary>
/// <remarks>Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and …/protocol/exporter/.</remarks>
/// <param name="Traces">Whether spans are exported.</param>
/// <param name="Metrics">Whether metrics are.</param>
/// <param name="Logs">Whether logs are.</param>
internal sealed record OtlpSettings(bool Traces, bool Metrics, bool Logs)
{
    /// <summary>What the names of all those variables begin with.</summary>
    public const string Prefix = "OTEL_";

    /// <summary>Whether anything is exported.</summary>
    public bool Any => Traces || Metrics || Logs;

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">A variable's value by its name; null where it isn't set.</param>
    /// <exception cref="CommandFailedException">One has a value that can't be meant. The SDK alone would go on without a word.</exception>
    public static OtlpSettings Of(Func<string, string?> variable)
    {
        var settings = new OtlpSettings(IsOn(variable, "TRACES"), IsOn(variable, "METRICS"), IsOn(variable, "LOGS"));
        return IsSet(variable("OTEL_SDK_DISABLED")) && bool.TryParse(variable("OTEL_SDK_DISABLED"), out var disabled) && disabled
            ? new(false, false, false)
            : settings;
    }

    private static bool IsOn(Func<string, string?> variable, string signal)
    {
        var exporter = variable($"OTEL_{signal}_EXPORTER");
        if (IsSet(exporter) && exporter is not ("otlp" or "none"))
        {
            throw new CommandFailedException($"OTEL_{signal}_EXPORTER is \"{exporter}\". It takes otlp or none; metrics are at /metrics as well.");
        }

        CheckEndpoint(variable, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT");
        CheckEndpoint(variable, "OTEL_EXPORTER_OTLP_ENDPOINT");
        CheckProtocol(variable, $"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL");
        CheckProtocol(variable, "OTEL_EXPORTER_OTLP_PROTOCOL");
        var wanted = exporter == "otlp" || IsSet(variable($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")) || IsSet(variable("OTEL_EXPORTER_OTLP_ENDPOINT"));
        return wanted && exporter != "none";
    }

    private static void CheckEndpoint(Func<string, string?> variable, string name)
    {
        if (IsSet(variable(name)) && !(Uri.TryCreate(variable(name), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new CommandFailedException($"{name} is \"{variable(name)}\". It takes the address of a collector, such as http://127.0.0.1:4317 (gRPC) or, with OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf, http://127.0.0.1:4318.");
        }
    }

    private static void CheckProtocol(Func<string, string?> variable, string name)
    {
        if (IsSet(variable(name)) && variable(name) is not ("grpc" or "http/protobuf"))
        {
            throw new CommandFailedException($"{name} is \"{variable(name)}\". It takes grpc or http/protobuf.");
        }
    }

    // An empty variable is an unset one, as the specification says.
    private static bool IsSet(string? value) => !string.IsNullOrEmpty(value);
}
