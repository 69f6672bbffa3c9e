using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Api.Tests.Entry;
using Outcomes.Api.Tests.Trainings;
using Outcomes.Data.Accounts;
using Outcomes.Data.Entry;
using Outcomes.Data.Quality;
using Outcomes.Data.Trainings;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Entry;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Quality;
using Xunit;

namespace Outcomes.Api.Tests.Pages;

/// <summary>A page as someone sees it.</summary>
/// <param name="Role">Null: nobody is signed in.</param>
/// <param name="Pattern">As the program lists it, for instance <c>/studies/{study}</c>.</param>
public sealed record WalkedPage(Role? Role, string Pattern, string Address);

/// <summary>
/// A study with people, answers and reports, and every page of the program that each role can come to: from the program's own list of
/// addresses and from the links of the pages themselves.
/// </summary>
public sealed partial class PageWalk : IAsyncLifetime
{
    const string Study = "state-anxiety", Password = "seven quiet rivers at noon";

    const string Held =
        """
        [{"id":"019cae00-0000-7000-8000-000000000077","school":"pmc-laboratory","arm":"repeated","week":1,"delivery":"live","status":"held","start_utc":"2000-01-03T09:00:00Z","duration_minutes":45,
          "educator_present":true,"attendees":["P-001"],"transmission":{"rtt_ms":41.5,"jitter_ms":3.2,"loss_pct":0.4,"concealed_pct":1.5}}]
        """;

    /// <summary>Someone of whom nothing is stored yet, so that a form is due.</summary>
    const string Newcomer = """[{"id":"019cae00-0000-7000-8000-000000000078","pseudonym":"W-001","school":"pmc-laboratory","arm":"repeated","language":"en","enrolled_on":"2000-01-03"}]""";

    readonly Dictionary<string, string> _signedIn = [];
    readonly List<WalkedPage> _pages = [];
    List<string> _patterns = [];

    public RunningHost Host { get; private set; } = null!;

    public IReadOnlyList<WalkedPage> Pages => _pages;

    /// <summary>Addresses of pages that nobody has come to: there was nothing to see, or no one may.</summary>
    public IReadOnlyList<string> NeverSeen => [.. _patterns.Except(_seen)];

    readonly HashSet<string> _seen = [];

    public async ValueTask InitializeAsync()
    {
        Host = await RunningHost.Start(Analysing.Settings);
        await Host.SendExample(Study);
        (await Host.Client.PostAsync($"api/v1/studies/{Study}/participants", SmallStudy.Text(Newcomer, "application/json"))).EnsureSuccessStatusCode();
        (await Host.Client.PostAsync($"api/v1/studies/{Study}/sessions", SmallStudy.Text(Held, "application/json"))).EnsureSuccessStatusCode();
        await Questioned();
        await Host.Result(Study, "board");
        _patterns = [.. Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true).Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
            .Where(p => !p.StartsWith("/api/", StringComparison.Ordinal) && !p.StartsWith("/assets/", StringComparison.Ordinal)).Distinct()];
        var open = await Invite(Role.BoardReader);
        await Walk(null, [$"/invitations/{open}", "/no/such/page"]);
        foreach (var role in Enum.GetValues<Role>()) await Walk(role, []);
        var someone = Host.Services.GetRequiredService<AccountStore>().All()[0].Id;
        await Walk(null, [$"/sign-in/new-password/{await Host.Services.GetRequiredService<PasswordResetStore>().Make(someone, deviceLost: false, "test")}"]);
    }

    /// <summary>A training, an observation form, forms that are typed in twice, two entries that differ, and a query: so that their pages are there to be seen.</summary>
    async Task Questioned()
    {
        await Host.Services.GetRequiredService<TrainingStore>().Load(TrainingFile.Bytes(TrainingFile.Of()), Study, "test");
        var study = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("examples", Study, "study.json")))!;
        (study["version"], study["instruments"]![0]!["double_entry"]) = ("99.0", true);
        (await Observing.Register(Host)).EnsureSuccessStatusCode();
        study["instruments"]!.AsArray().Add(new JsonObject { ["instrument"] = Observing.Instrument, ["version"] = "1.0", ["timepoints"] = new JsonArray("pre") });
        (await Host.Client.PutAsync($"api/v1/studies/{Study}", SmallStudy.Text(study.ToJsonString(), "application/json"))).EnsureSuccessStatusCode();
        // Observed of all but one: a list of a hundred due forms tells no more than a list of one.
        var observed = Typist.Rows(Host, "SELECT pseudonym FROM participant ORDER BY pseudonym").Skip(1).Select(JsonNode (pseudonym) => new JsonObject
        {
            ["id"] = SmallStudy.NewId(), ["participant"] = pseudonym, ["instrument"] = Observing.Instrument, ["version"] = "1.0", ["timepoint"] = "pre", ["completed_utc"] = "1999-12-31T00:00:00Z",
            ["language"] = "en", ["mode"] = "screen", ["answers"] = new JsonObject { ["1"] = 1, ["2"] = 2 },
        });
        (await Host.Client.PostAsync($"api/v1/studies/{Study}/assessments", SmallStudy.Json([.. observed]))).EnsureSuccessStatusCode();
        var forms = Typist.Rows(Host, "SELECT a.id || '|' || a.participant_id || '|' || a.instrument || '|' || a.timepoint || '|' || a.instrument_version FROM assessment a WHERE a.mode = 'paper' ORDER BY a.id LIMIT 2").Select(row => row.Split('|')).ToList();
        var (first, id) = (forms[0], SmallStudy.NewId());
        await Host.Services.GetRequiredService<QueryStore>().Raise(Actor.OnThisMachine("test"), Study, id, first[0], null, QueryQuestion.CheckPaper, new AuditEvent("test", "query_raised", id.ToString("D"), Study));
        await Host.Services.GetRequiredService<SecondEntryStore>().Store(new FormKey(Study, first[1], "test", first[2], first[4], first[3], ""), first[0], "{}", new DoubleEntry(2, [new("1", Answer.Of(1), Answer.NotReached)]),
            new AuditEvent("test", "second_entry_stored", first[0], Study));
    }

    Task<string> Invite(Role role) => Host.Services.GetRequiredService<InvitationStore>()
        .Invite([role is Role.Steward or Role.Auditor ? new RoleGrant(role) : new RoleGrant(role, Study)], TimeSpan.FromDays(1), "test");

    /// <summary>A browser in which the role is signed in already.</summary>
    public async Task<BrowserSession> Open(Role? role, BrowserNewContextOptions options)
    {
        if (role is not null) options.StorageState = _signedIn[$"{role}"];
        return await BrowserSession.Open(Host.Address, options);
    }

    async Task Walk(Role? role, IEnumerable<string> more)
    {
        await using var person = await BrowserSession.Open(Host.Address);
        if (role is { } signedIn) await SignIn(person, signedIn);
        var waiting = new Queue<string>(_patterns.Select(p => p.Replace("{study}", Study, StringComparison.Ordinal)).Where(p => !p.Contains('{')).Concat(more));
        var known = waiting.ToHashSet(StringComparer.Ordinal);
        var walked = new HashSet<string>();
        while (waiting.TryDequeue(out var address))
        {
            var answer = await person.Context.APIRequest.GetAsync(address, new() { MaxRedirects = 0 });
            var pattern = PatternOf(address) ?? "/no/such/page";
            if (answer.Status == 200) _seen.Add(pattern);
            if (!IsPage(answer, pattern) || !walked.Add(pattern)) continue;
            _pages.Add(new(role, pattern, address));
            foreach (var link in Link().Matches(await answer.TextAsync()).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[1].Value)))
                if (PatternOf(link) is not null && known.Add(link)) waiting.Enqueue(link);
        }
    }

    /// <summary>A report is a document of its own, held to account by the reports' tests; a page that is not there looks the same to everyone.</summary>
    static bool IsPage(IAPIResponse answer, string pattern) =>
        (answer.Headers.GetValueOrDefault("content-type") ?? "").StartsWith("text/html", StringComparison.Ordinal) && !pattern.EndsWith(".{format}", StringComparison.Ordinal)
        && (answer.Status == 200 || pattern == "/no/such/page");

    async Task SignIn(BrowserSession person, Role role)
    {
        await person.Page.GotoAsync($"/invitations/{await Invite(role)}");
        var name = $"Walker{(int)role}";   // one word, and no word of ours: the walk looks for untranslated ones
        await person.Page.FillAsync("[name=name]", name);
        await person.Page.FillAsync("[name=password]", Password);
        await person.Page.ClickAsync("main button");
        await person.Page.GetByText($"Signed in as {name}").WaitForAsync();
        _signedIn[$"{role}"] = await person.Context.StorageStateAsync();
    }

    /// <summary>The most particular pattern that fits.</summary>
    string? PatternOf(string address)
    {
        var path = address.Split('?', '#')[0];
        return _patterns.Where(p => Regex.IsMatch(path, $"^{Hole().Replace(Regex.Escape(p).Replace("\\{", "{", StringComparison.Ordinal), "[^/]+")}$")).OrderBy(p => p.Count(c => c == '{')).FirstOrDefault();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    [GeneratedRegex("href=\"(/[^\"]*)\"")] private static partial Regex Link();
    [GeneratedRegex(@"\{[^}/]+\}")] private static partial Regex Hole();
}
