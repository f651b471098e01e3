namespace AWSense.Load.Results;

/// <summary>What was run, where and when.</summary>
/// <param name="Command">The command line.</param>
/// <param name="Url">Where pictures were posted to.</param>
/// <param name="Protocol">In words of the command line.</param>
/// <param name="Load">The shape of the load in words.</param>
/// <param name="Open">Whether requests came at times of their own.</param>
/// <param name="Pictures">Different files that were sent in turn.</param>
/// <param name="StartedAt">The time that all seconds in the result count from.</param>
/// <param name="Generator">Version of this program.</param>
/// <param name="Runtime">What it ran on.</param>
/// <param name="OperatingSystem">Of the machine that sent.</param>
/// <param name="Processors">Of the machine that sent.</param>
/// <param name="Models">Models that answered, with their versions; empty where answers don't tell.</param>
/// <param name="CpuS">Processor seconds that the generator took.</param>
internal sealed record LoadRunInfo(
    string Command,
    string Url,
    string Protocol,
    string Load,
    bool Open,
    int Pictures,
    DateTimeOffset StartedAt,
    string Generator,
    string Runtime,
    string OperatingSystem,
    int Processors,
    IReadOnlyList<string> Models,
    double CpuS);
