using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Outcomes.Api.Access;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Domain.Access;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Canaries;

/// <summary>Names and secrets put in wherever someone could: none comes back, and none stays. What each host's <see cref="Watch"/> finds fails at its end, too.</summary>
public sealed class CanaryTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    static readonly string[] Names = [Canary.StudentName, Canary.OtherStudentName, Canary.BirthDate, Canary.Email, Canary.Note];

    RunningHost Host => study.Host;

    [Theory]
    [InlineData("participants")]
    [InlineData("sessions")]
    [InlineData("assessments")]
    public async Task A_name_in_any_field_of_a_batch_is_refused_and_neither_said_again_nor_kept(string noun)
    {
        foreach (var name in Names)
        {
            // A birth date that stands as the day of enrolment cannot be told from one; everything else that could be a person's is refused.
            var rows = Example(noun).Where(field => (field.Key, name) != ("enrolled_on", Canary.BirthDate)).Select(field => With(Example(noun), field.Key, name)).Append(With(Example(noun), name, "x")).Append(With(Example(noun), "surname", name)).ToList();
            foreach (var row in rows)
                foreach (var body in new[] { Json(row), NdJson(row), Text($"{row.ToJsonString()[..^3]}", "application/json"), Text(CsvOf(row), "text/csv") })
                    Assert.InRange((int)(await Host.Send(noun, body)).StatusCode, 400, 499);
        }
        Assert.Empty(Host.Watch.Found);
    }

    static JsonObject Example(string noun) => noun switch { "participants" => Participant("Z1-001"), "sessions" => Session(NewId(), ["S1-001"]), _ => Stress("S1-001") };

    static JsonObject With(JsonObject row, string field, string value)
    {
        row[field] = value;
        return row;
    }

    static string CsvOf(JsonObject row) => $"{string.Join(',', row.Select(f => f.Key))}\n{string.Join(',', row.Select(f => $"\"{f.Value?.ToString().Replace("\"", "\"\"")}\""))}\n";

    [Fact]
    public async Task A_list_of_names_sent_as_a_table_without_a_header_is_refused_without_being_read_out()
    {
        var list = string.Join('\n', Names.Select(n => $"{n},{Canary.BirthDate},{Canary.Email}"));
        foreach (var noun in new[] { "participants", "sessions", "assessments" })
            foreach (var type in new[] { "text/csv", "application/json", "application/x-ndjson", "text/plain" })
                Assert.InRange((int)(await Host.Send(noun, Text(list, type))).StatusCode, 400, 499);
        Assert.Empty(Host.Watch.Found);
    }

    /// <summary>Every address that there is, with names as its parts, in its query, as JSON and as a form.</summary>
    [Fact]
    public async Task Two_thousand_requests_full_of_names_leave_nothing_in_answers_logs_and_files()
    {
        var random = new Random(20261128);
        using var nobody = WatchedHandler.Client(Host.Address, new HttpClientHandler { AllowAutoRedirect = false });
        var rows = PermissionTable.Of((IEndpointRouteBuilder)Host.App).ToList();
        for (var i = 0; i < 2000; i++)
        {
            var row = rows[random.Next(rows.Count)];
            using var request = Request(row, random);
            using var answer = await (i % 2 == 0 ? Host.Client : nobody).SendAsync(request);
            Assert.True((int)answer.StatusCode < 500, $"{request.Method} {request.RequestUri}: {(int)answer.StatusCode}");
        }
        Assert.Empty(Host.Watch.Found);
    }

    /// <remarks>A page's form and search show again what was typed, to whoever typed it: there the word for that is used, which must not stay either.</remarks>
    static HttpRequestMessage Request(PermissionRow row, Random random)
    {
        var ofApi = row.Address.StartsWith("/api/", StringComparison.Ordinal);
        string Name() => ofApi ? Names[random.Next(Names.Length)] : Canary.Typed;
        var parts = row.Address.Split('/').Select(part => !part.Contains('{') ? part : part == "{study}" && random.Next(2) == 0 ? Id : Uri.EscapeDataString(Name()));
        var query = random.Next(2) == 0 ? "" : $"?{new[] { "back", "lang", "version", "from", "actor", "subject", "before", "code", "q" }[random.Next(9)]}={Uri.EscapeDataString(Name())}&{Uri.EscapeDataString(Name())}=1";
        var request = new HttpRequestMessage(new HttpMethod(row.Method), string.Join('/', parts) + query);
        request.Headers.TryAddWithoutValidation("User-Agent", Canary.Typed);
        request.Headers.TryAddWithoutValidation("X-Student", Canary.Typed);
        request.Headers.TryAddWithoutValidation("Cookie", $"outcomes={Uri.EscapeDataString(Canary.Typed)}");
        if (row.Method is "GET" or "HEAD") return request;
        request.Content = ofApi || random.Next(2) == 0
            ? Text(new JsonObject { [Name()] = Name(), ["name"] = Name(), ["reason"] = Name(), ["url"] = Name(), ["id"] = Name() }.ToJsonString(), "application/json")
            : new FormUrlEncodedContent(new[] { "name", "study", "role", "code", "back", "school" }.Select(field => KeyValuePair.Create(field, Name())));
        return request;
    }

    [Fact]
    public async Task Whoever_tries_to_sign_in_leaves_neither_a_name_nor_a_password()
    {
        using var browser = new FormClient(Host.Address);
        foreach (var back in new[] { "/", $"/{Canary.Typed}", $"//{Canary.Typed}" })
        {
            var address = $"/sign-in?back={Uri.EscapeDataString(back)}";
            await browser.Send(address, "/sign-in", ("name", Canary.Typed), ("password", Canary.Passphrase), ("back", back));
            await browser.Send(address, "/sign-in/code", ("code", Canary.Typed), ("back", back));
        }
        await browser.Get($"/invitations/{new string('a', 30)}{Uri.EscapeDataString(Canary.Typed)}");
        Assert.Empty(Host.Watch.Found);
    }

    [Theory]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("{0}\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n{0} : x\r\n\r\n")]
    [InlineData("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: {0}\r\n\r\n")]
    public async Task What_is_no_request_at_all_is_not_written_down(string form)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(Host.Address.Host, Host.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = line.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(form.Replace("{0}", Canary.StudentName)), TestContext.Current.CancellationToken);
        line.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        Assert.DoesNotContain(Canary.StudentName, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_operator_who_asks_for_every_detail_is_told_no_address_of_an_invitation()
    {
        const string all = "Logging__LogLevel__Default", framework = "Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", inside = "Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics";
        foreach (var name in new[] { all, framework, inside }) Environment.SetEnvironmentVariable(name, "Debug");
        try
        {
            await using var host = await RunningHost.Start();
            (await host.Client.GetAsync($"/invitations/{new string('b', 43)}")).Dispose();
            using var key = await host.ClientWith([Scopes.ReadResults]);
            (await key.GetAsync($"/api/v1/studies/{Uri.EscapeDataString(Canary.Typed)}")).Dispose();
        }
        finally { foreach (var name in new[] { all, framework, inside }) Environment.SetEnvironmentVariable(name, null); }
    }
}
