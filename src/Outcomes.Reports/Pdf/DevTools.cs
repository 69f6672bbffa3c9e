using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Outcomes.Reports.Pdf;

/// <summary>Chrome DevTools Protocol, as much as printing needs: one call at a time, answers matched by their number.</summary>
sealed class DevTools : IDisposable
{
    readonly ClientWebSocket _socket = new();
    int _calls;

    public async Task Connect(Uri address, CancellationToken cancel) => await _socket.ConnectAsync(address, cancel);

    /// <summary>Calls a method in the browser, or in the page of a session, and gives its result.</summary>
    /// <exception cref="PdfFailure">The browser answered with an error.</exception>
    public async Task<JsonNode> Call(string method, JsonObject parameters, string? session, CancellationToken cancel)
    {
        var id = ++_calls;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null) message["sessionId"] = session;
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, cancel);
        while (true)
        {
            var answer = await Receive(cancel);
            if (answer["id"]?.GetValue<int>() != id) continue; // an event, or the answer to a call that was given up
            if (answer["error"] is { } error) throw new PdfFailure(PdfFailureKind.Refused, $"The browser refused {method}: {error["message"]}");
            return answer["result"]!;
        }
    }

    async Task<JsonNode> Receive(CancellationToken cancel)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), cancel);
            if (part.MessageType == WebSocketMessageType.Close) throw new WebSocketException("The browser closed the connection.");
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        message.Position = 0;
        return JsonNode.Parse(message)!;
    }

    public void Dispose() => _socket.Dispose();
}
