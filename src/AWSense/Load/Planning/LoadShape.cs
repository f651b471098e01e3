namespace AWSense.Load.Planning;

/// <summary>When requests are sent.</summary>
/// <param name="Name">In words that reports show.</param>
internal abstract record LoadShape(string Name);

/// <summary>A number of clients, each of which sends its next picture when it has the answer to the last one.</summary>
/// <param name="Clients">At least 1.</param>
internal sealed record ClosedLoad(int Clients) : LoadShape(Clients == 1 ? "1 client, one picture after the other" : $"{Clients} clients");

/// <summary>Requests at given times, whether or not those before are answered; latency counts from these times.</summary>
/// <param name="Name">In words that reports show.</param>
/// <param name="Arrivals">Seconds after the start, ascending; may be without end where the plan has a count or a duration.</param>
internal sealed record OpenLoad(string Name, IEnumerable<double> Arrivals) : LoadShape(Name);
