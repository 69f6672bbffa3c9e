using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Data.Access;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Access;

/// <summary>
/// Every address of the running program, asked by every role, for a study of its own, one that is not and one that does not exist. The
/// addresses come from the program; what each role may do is written here again by hand, so that a slip in the program does not repeat itself.
/// </summary>
public sealed partial class PermissionTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    static readonly Dictionary<Role, string[]> May = new()
    {
        [Role.Steward] = ["studies:write", "people:manage", "data:erase", "released:read"],
        [Role.Researcher] = ["results:read", "data:read", "notes:read", "released:read"],
        [Role.Therapist] = ["data:write", "participants:read", "consents:write", "rosters:use", "notes:write", "released:read"],
        [Role.Educator] = ["participants:read", "notes:write", "released:read"],
        [Role.BoardReader] = ["released:read"],
        [Role.Auditor] = ["audit:read"],
    };

    /// <summary>What is open to everyone, each for a reason: nothing of a study can be read there.</summary>
    static readonly string[] Open =
    [
        "GET /api/v1/openapi.json", "GET /sign-in", "POST /sign-in", "GET /sign-in/code", "POST /sign-in/code", "POST /sign-out",
        "POST /sign-in/passkey", "POST /sign-in/passkey/options", "POST /sign-in/organisation", "GET /sign-in/organisation/done", "POST /invitations/{token}/organisation",
        "GET /sign-in/new-password/{token}", "POST /sign-in/new-password/{token}",
        "GET /invitations/{token}", "POST /invitations/{token}", "GET /assets/….css", "GET /assets/….svg", "GET /assets/…/{module}.js",
    ];

    [Fact]
    public async Task Every_address_answers_every_role_as_the_table_says_in_own_foreign_and_missing_studies()
    {
        var rows = (await Rows()).Where(r => !Open.Contains($"{r.Method} {r.Address}")).ToList();
        Assert.True(rows.Count > 20);
        Assert.Empty(rows.Where(r => r.Needs == "nothing").Select(r => $"{r.Method} {r.Address}"));
        var mismatches = new List<string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            using Visitors own = await Visitor(role, Id), foreign = await Visitor(role, "another");
            foreach (var row in rows)
            {
                var may = row.Needs == "signed in" || May[role].Contains(row.Needs);
                var here = await Ask(own, row, Id);
                if (may ? here.Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized || here.Status == HttpStatusCode.NotFound && !HasMore(row) : !Refused(here.Status)) mismatches.Add($"{role} {row.Method} {row.Address}: own {(int)here.Status}, may: {may}");
                if (!row.Address.Contains("{study}", StringComparison.Ordinal)) continue;
                var (there, nowhere) = (await Ask(foreign, row, Id), await Ask(own, row, "no-such-study"));
                if (there.Status != nowhere.Status || there.Body != nowhere.Body || (int)there.Status < 400)
                    mismatches.Add($"{role} {row.Method} {row.Address}: foreign {(int)there.Status}, missing {(int)nowhere.Status}");
            }
        }
        Assert.Empty(mismatches);
    }

    /// <summary>Pages look like none to whoever may not see them; the API says which scope is missing.</summary>
    static bool Refused(HttpStatusCode status) => status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.NotFound;

    /// <summary>Besides the study it names something that this study does not have: then 404 is the answer to those who may, too.</summary>
    static bool HasMore(Row row) => Parameter().Matches(row.Address).Any(m => m.Groups[1].Value != "study") || row.Address.Contains("/results", StringComparison.Ordinal);

    [Fact]
    public async Task The_table_in_the_documentation_is_the_programs_own()
    {
        var printed = await RunProgram.Outcomes("permissions");
        Assert.True(printed.ExitCode == 0, printed.Errors);
        Assert.Equal((await File.ReadAllTextAsync(Repository.PathOf("docs", "security", "permissions.md"))).ReplaceLineEndings("\n"), printed.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Without_sign_in_every_page_leads_to_it_and_the_api_to_a_key()
    {
        using var nobody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = study.Host.Address };
        foreach (var row in (await Rows()).Where(r => !Open.Contains($"{r.Method} {r.Address}")))
        {
            var answer = await Ask(nobody, row, Id);
            var expected = row.Address.StartsWith("/api/", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : row.Method == "GET" ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest;
            Assert.True(answer.Status == expected || row.Method == "POST" && answer.Status == HttpStatusCode.Redirect, $"{row.Method} {row.Address}: {(int)answer.Status}");
        }
    }

    sealed record Row(string Method, string Address, string Needs);

    async Task<List<Row>> Rows()
    {
        var printed = await RunProgram.Outcomes("permissions");
        return [.. Line().Matches(printed.Output).Select(m => new Row(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value))];
    }

    /// <summary>A role as it comes: to the API with a key, to the pages signed in.</summary>
    sealed record Visitors(HttpClient Key, FormClient Browser) : IDisposable
    {
        public void Dispose() { Key.Dispose(); Browser.Dispose(); }
    }

    async Task<Visitors> Visitor(Role role, string ofStudy)
    {
        const string password = "seven quiet rivers at noon";
        var services = study.Host.Services;
        var key = await services.GetRequiredService<ApiKeyStore>().Create($"{role}", May[role], ofStudy, TimeSpan.FromDays(1), "test");
        var client = new HttpClient { BaseAddress = study.Host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
        var invitation = await services.GetRequiredService<InvitationStore>().Invite([new RoleGrant(role, ofStudy)], TimeSpan.FromDays(1), "test");
        var browser = new FormClient(study.Host.Address, follow: false);
        var made = await browser.Send($"/invitations/{invitation}", $"/invitations/{invitation}", ("name", $"{role} of {ofStudy}"), ("password", password));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return new(client, browser);
    }

    static Task<(HttpStatusCode Status, string Body)> Ask(Visitors visitors, Row row, string ofStudy) =>
        Ask(row.Address.StartsWith("/api/", StringComparison.Ordinal) ? visitors.Key : visitors.Browser.Client, row, ofStudy);

    static async Task<(HttpStatusCode Status, string Body)> Ask(HttpClient client, Row row, string ofStudy)
    {
        var address = Parameter().Replace(row.Address.Replace("{study}", ofStudy), m => m.Groups[1].Value switch { "audience" => "board", "format" => "json", _ => "1" });
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), address);
        if (row.Method != "GET")
            request.Content = address.StartsWith("/api/", StringComparison.Ordinal) ? new StringContent("", System.Text.Encoding.UTF8, "application/json") : new FormUrlEncodedContent([KeyValuePair.Create("nothing", "")]);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex(@"^\| (\w+) \| `([^`]+)` \| ([^|]+?) \|", RegexOptions.Multiline)] private static partial Regex Line();
    [GeneratedRegex(@"\{(\w+)[^}]*\}")] private static partial Regex Parameter();
}
