using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Outcomes.Data.Webhooks;
using Outcomes.Domain.Webhooks;

namespace Outcomes.Jobs.Webhooks;

/// <summary>Sends the notices that are due, each signed. One that is not taken is tried again, less and less often, and at last given up.</summary>
public sealed class SendNotices(NoticeStore notices, JobTimes times, TimeProvider time) : IStudyWork, IDisposable
{
    /// <summary>With the usual waiting times the last try is about two hours after the first.</summary>
    public const int MostAttempts = 20;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <remarks>Neither redirects nor proxies: the address that was allowed is the one that is spoken to.</remarks>
    readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = Connect }) { Timeout = Patience };

    public async Task Run(string study, CancellationToken cancel)
    {
        foreach (var notice in notices.Due(time.GetUtcNow()).Where(n => n.StudyId == study))
        {
            var (taken, status) = await Send(notice, cancel);
            var next = taken || notice.Attempts + 1 >= MostAttempts ? (DateTimeOffset?)null : time.GetUtcNow() + times.Wait(notice.Attempts + 1);
            await notices.Tried(notice.Id, status, taken, next);
        }
    }

    async Task<(bool Taken, string Status)> Send(DueNotice notice, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, notice.Url) { Content = new StringContent(notice.Payload, Encoding.UTF8, "application/json") };
            request.Headers.Add(Webhook.SignatureHeader, Webhook.Sign(notice.Secret, time.GetUtcNow(), notice.Payload));
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);   // what it says beyond its status is not read
            return (answer.IsSuccessStatusCode, ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (HttpRequestException fault) { return (false, fault.InnerException is ForbiddenAddress ? "not a public address" : "no connection"); }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested) { return (false, "no answer in time"); }
    }

    /// <remarks>Checked where the connection is made: a name that was public when the webhook was set may lead elsewhere now.</remarks>
    static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var all = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        var allowed = all.Where(a => Webhook.MayReach(context.InitialRequestMessage.RequestUri!, a)).ToArray();
        if (allowed.Length == 0) throw new ForbiddenAddress();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => _client.Dispose();

    sealed class ForbiddenAddress : IOException;
}
