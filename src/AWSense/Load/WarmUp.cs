using System.Net;
using System.Net.Sockets;
using System.Text;
using AWSense.Load.Planning;

namespace AWSense.Load;

/// <summary>Sends a few requests to a server of its own, so that the just-in-time compiler's time doesn't count as the latency of the first pictures.</summary>
internal static class WarmUp
{
    private const int Requests = 60;
    private const int Clients = 4;
    private const string Mark = "awsense-warm-up";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Warms what a plan will need.</summary>
    public static async Task RunAsync(LoadPlan plan, CancellationToken interrupt)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = new CancellationTokenSource();
        var serving = ServeAsync(listener, plan.Protocol, over.Token);
        var own = plan with
        {
            Url = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
            Protocol = plan.Protocol == LoadProtocol.Jobs ? LoadProtocol.Classify : plan.Protocol,
            Pictures = [new(Mark, Encoding.ASCII.GetBytes(Mark), "", null)],
            Shape = plan.Shape is OpenLoad ? new OpenLoad("", Enumerable.Range(0, Requests).Select(request => request / 1000.0)) : new ClosedLoad(Clients),
            Count = Requests,
            Duration = null,
            ApiKey = null,
            ConnectionsMax = Clients,
            FleetPace = TimeSpan.Zero,
            FleetAfter = TimeSpan.Zero,
            TotalTimeout = Patience,
        };
        await LoadRun.SendAsync(own, interrupt);
        await over.CancelAsync();
        await serving;
    }

    private static async Task ServeAsync(TcpListener listener, LoadProtocol protocol, CancellationToken over)
    {
        var body = protocol switch
        {
            LoadProtocol.MyFile => "x",
            LoadProtocol.InputFile => "x:x",
            _ => """{"id":"x","labels":[{"label":"x"}],"image":{"sha256":""},"model":{"name":"x","version":"x"},"timings_ms":{"total":1}}""",
        };
        var answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(AnswerAsync(await listener.AcceptSocketAsync(over), answer, over));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private static async Task AnswerAsync(Socket socket, byte[] answer, CancellationToken over)
    {
        using var owned = socket;
        var buffer = new byte[8192];
        var filled = 0;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(filled), over) is > 0 and var read)
            {
                filled += read;
                if (IsWhole(buffer.AsSpan(0, filled)))
                {
                    filled = 0;
                    await socket.SendAsync(answer, over);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The client has gone, or the warm-up is over.
        }
    }

    /// <summary>The picture is there, and after it the end of a form where it is in one.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> request)
    {
        var end = request.IndexOf("\r\n\r\n"u8);
        return end >= 0 && (request.EndsWith("--\r\n"u8) || request.EndsWith(Encoding.ASCII.GetBytes(Mark)));
    }
}
