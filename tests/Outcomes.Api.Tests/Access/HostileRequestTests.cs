using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Access;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Access;

/// <summary>Every address of the program under requests that nobody meant well: no fault of ours shows, and no trace of one.</summary>
public sealed partial class HostileRequestTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    const int Requests = 10_000;

    static readonly string[] Headers = ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cache-Control"];

    static readonly string[] Pieces =
    [
        "", "0", "-1", "null", "true", "[]", "{}", "[[]]", "{\"id\":", "[{}]", "[{\"id\":1}]", "\"", "'", "' OR 1=1 --", "../../etc/passwd", "%00", "%2e%2e%2f", "\u0000", "\uFEFF", "é", "😀", "\r\nX: y",
        "<script>alert(1)</script>", "${7*7}", "{{7*7}}", "NaN", "1e999", "99999999999999999999", "small", "S1-001", "en", "board", "pdf", "01890000-0000-7000-8000-000000000001", "2026-03-02T09:30:00Z",
        "{\"version\":\"1\",\"hash\":\"x\",\"reason\":null}", "{\"public_key\":\"AAAA\",\"wrapped\":\"AAAA\",\"sealed\":[\"AAAA\"],\"envelope\":{}}", "{\"entries\":[{\"id\":\"x\",\"ciphertext\":\"%%%\"}],\"key\":-1,\"epoch\":1e400}",
        "{\"id\":\"x\",\"rawId\":\"x\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"attestationObject\":\"oA\",\"authenticatorData\":\"\",\"signature\":null}}",
        "{\"participant\":\"S1-001\",\"purpose\":\"research\",\"by\":\"guardian\",\"given_on\":\"2026-03-01\",\"version\":[]}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":[]}}}}}}", "{\"rule\":\"monthly\",\"day\":5}", "{\"url\":\"https://a.example/\"}", "id,pseudonym\n1,2", "a\tb", "----",
    ];

    static readonly string[] Types = ["application/json", "application/x-ndjson", "text/csv", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-7", "nonsense"];

    [Fact]
    public async Task Ten_thousand_mutated_requests_find_no_fault_of_ours_and_no_trace()
    {
        var random = new Random(20261122);
        var visitors = await Visitors();
        var rows = Rows().Where(r => !r.Address.EndsWith("dataset.zip", StringComparison.Ordinal)).ToList();
        var found = new List<string>();
        for (var i = 0; i < Requests; i++)
        {
            var row = rows[random.Next(rows.Count)];
            var (status, body, asked) = await Ask(row, random, visitors);
            if ((int)status >= 500 || Trace().IsMatch(body)) found.Add($"{i}: {asked} gave {(int)status}: {body[..Math.Min(200, body.Length)]}");
        }
        Assert.Empty(found);
        foreach (var visitor in visitors) visitor.Dispose();
    }

    /// <summary>A key with every scope and no token, and someone of each role signed in, with the token that lets forms and scripts pass.</summary>
    async Task<List<HttpClient>> Visitors()
    {
        var visitors = new List<HttpClient> { await study.Host.ClientWith(Outcomes.Domain.Access.Scopes.All) };
        foreach (var role in Enum.GetValues<Role>())
        {
            var browser = new FormClient(study.Host.Address, follow: false);
            var link = $"/invitations/{await study.Host.Services.GetRequiredService<InvitationStore>().Invite([new RoleGrant(role, role == Role.Steward ? null : "small")], TimeSpan.FromDays(1), "test")}";
            await browser.Send(link, link, ("name", $"Hostile {role}"), ("password", "seven quiet rivers at noon"));
            browser.Client.DefaultRequestHeaders.Add("RequestVerificationToken", FormClient.TokenIn(await browser.Page("/account")));
            visitors.Add(browser.Client);
        }
        return visitors;
    }

    /// <summary>Statuses that a browser meets when something went wrong, each as the bytes come.</summary>
    [Theory]
    [InlineData(404, "GET /no/such/page")]
    [InlineData(404, "GET /api/v1/none")]
    [InlineData(405, "DELETE /api/v1/studies")]
    [InlineData(405, "TRACE /")]
    [InlineData(405, "TRACE /api/v1/studies")]
    [InlineData(413, "PUT /api/v1/studies/small", "Content-Type: application/json\r\nContent-Length: 99999999999")]
    [InlineData(415, "POST /api/v1/studies/small/participants", "Content-Type: text/plain\r\nContent-Length: 1")]
    [InlineData(415, "POST /api/v1/studies/small/participants", "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 1")]
    [InlineData(400, "GET /audit?before=yesterday")]
    public async Task Every_status_carries_the_headers_too(int status, string asked, string headers = "Content-Length: 0") => Assert.StartsWith($"HTTP/1.1 {status} ", await Raw(study.Host, asked, headers));

    [Fact]
    public async Task Too_often_and_a_fault_of_ours_carry_the_headers_too()
    {
        await using var host = await RunningHost.Start();
        var last = "";
        for (var i = 0; i < 30 && !last.StartsWith("HTTP/1.1 429 ", StringComparison.Ordinal); i++) last = await Raw(host, "POST /sign-in", "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0");
        Assert.StartsWith("HTTP/1.1 429 ", last);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={host.Database.Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE instrument RENAME TO gone; ALTER TABLE audit_check RENAME TO gone_too";
            command.ExecuteNonQuery();
        }
        foreach (var address in new[] { "/api/v1/instruments", "/audit" })
        {
            var answer = await Raw(host, $"GET {address}", "Content-Length: 0");
            Assert.StartsWith("HTTP/1.1 500 ", answer);
            Assert.DoesNotMatch(Trace(), answer);
        }
    }

    /// <summary>The answer as it comes over the wire, its headers looked at.</summary>
    static async Task<string> Raw(RunningHost host, string asked, string headers)
    {
        using var line = new System.Net.Sockets.TcpClient();
        await line.ConnectAsync(host.Address.Host, host.Address.Port);
        await using var stream = line.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{asked} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: {host.Client.DefaultRequestHeaders.Authorization}\r\nConnection: close\r\n{headers}\r\n\r\n{(headers.EndsWith('1') ? "x" : "")}"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        Assert.All(Headers, header => Assert.Contains($"\n{header}: ", answer, StringComparison.OrdinalIgnoreCase));
        return answer;
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_protect_a_browser_errors_too()
    {
        using var nobody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = study.Host.Address };
        foreach (var address in Rows().Where(r => r.Method == "GET").Select(r => Parameter().Replace(r.Address, "1").Replace("…", "x")).Concat(["/no/such/page", "/api/v1/none", "/studies/%2e%2e"]))
            foreach (var client in new[] { nobody, study.Host.Client })
            {
                using var answer = await client.GetAsync(address);
                Assert.All(Headers, header => Assert.True(answer.Headers.Contains(header) || answer.Content.Headers.Contains(header), $"{address}: {(int)answer.StatusCode} without {header}"));
                var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
                Assert.DoesNotContain("unsafe", policy);
                Assert.False(answer.Headers.Contains("Server"));
            }
    }

    IEnumerable<PermissionRow> Rows() => PermissionTable.Of((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)study.Host.App).Where(r => !r.Address.StartsWith("/sign-", StringComparison.Ordinal) && !r.Address.StartsWith("/invitations", StringComparison.Ordinal));

    async Task<(HttpStatusCode Status, string Body, string Asked)> Ask(PermissionRow row, Random random, List<HttpClient> visitors)
    {
        string Piece() => Pieces[random.Next(Pieces.Length)];
        var address = Parameter().Replace(row.Address, m => m.Groups[1].Value == "study" && random.Next(3) > 0 ? "small" : Uri.EscapeDataString(Piece()));
        if (random.Next(4) == 0) address += $"?{Uri.EscapeDataString(Piece())}={Uri.EscapeDataString(Piece())}&lang={Uri.EscapeDataString(Piece())}&before={Uri.EscapeDataString(Piece())}";
        var method = random.Next(10) == 0 ? new[] { "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS" }[random.Next(7)] : row.Method;
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method is not ("GET" or "HEAD"))
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Piece() + (random.Next(2) == 0 ? "," : "\n")));
            var bytes = random.Next(8) == 0 ? Noise(random) : Encoding.UTF8.GetBytes(random.Next(3) == 0 ? $"[{text}]" : text);
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Types[random.Next(Types.Length)]);
        }
        if (random.Next(6) == 0 && Piece() is var header && header.All(c => c is > ' ' and < '\u007f')) request.Headers.TryAddWithoutValidation(random.Next(2) == 0 ? "Accept" : "Content-Encoding", header);
        using var answer = await visitors[random.Next(visitors.Count)].SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), $"{method} {address}");
    }

    static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(1, 300)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A stack trace, a type of ours or of the framework, or a path of the machine.</summary>
    [GeneratedRegex(@"   at |Exception|SqliteException|/_/src/|/tmp/")] private static partial Regex Trace();
    [GeneratedRegex(@"\{(\w+)[^}]*\}")] private static partial Regex Parameter();
}
