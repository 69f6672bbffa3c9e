using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Outcomes.Api.Access;
using static Outcomes.Api.Tests.Access.Things;

namespace Outcomes.Api.Tests.Access;

/// <summary>An address, what it needs, and what it is asked for besides a study.</summary>
/// <param name="Needs">A scope; <c>signed in</c>; or <c>nothing</c>, and then <paramref name="Why"/>.</param>
/// <param name="Of">What the address (or the body) names.</param>
/// <param name="Body">What is sent, where the thing stands in it.</param>
sealed record Door(string Method, string Address, string Needs, Thing? Of = null, Func<string, JsonNode>? Body = null, string? Why = null)
{
    /// <summary>As the program lists it.</summary>
    public string Name => $"{Method} {Address.Split('?')[0]}";

    public override string ToString() => $"{Method} {Address}";
}

/// <summary>
/// Every address of the program, written by hand, so that a slip in the program does not repeat itself here. A new address needs one line:
/// method, address, scope, and <see cref="Things">the thing</see> that it names besides its study.
/// </summary>
static class Doors
{
    const string Study = "/api/v1/studies/{study}", Page = "/studies/{study}", Roster = Page + "/schools/{school}/roster", Entry = Page + "/enter/{participant}/{instrument}/{timepoint}";

    public static readonly IReadOnlyList<Door> All =
    [
        // Open to everyone, each for a reason: nothing of a study can be read there.
        Open("GET", "/api/v1/openapi.json", "the API's description holds no data"), Open("GET", "/sign-in", "for those who are not signed in"), Open("POST", "/sign-in", "for those who are not signed in"),
        Open("GET", "/sign-in/code", "for those who are not signed in"), Open("POST", "/sign-in/code", "for those who are not signed in"), Open("POST", "/sign-in/passkey", "for those who are not signed in"), Open("POST", "/sign-in/passkey/options", "for those who are not signed in"), Open("POST", "/sign-out", "ends what there is, if there is something"),
        Open("POST", "/sign-in/organisation", "leads to the provider"), Open("GET", "/sign-in/organisation/done", "for those who come back from the provider"), Open("POST", "/invitations/{token}/organisation", "the token is the key"),
        Open("GET", "/sign-in/new-password/{token}", "the token is the key"), Open("POST", "/sign-in/new-password/{token}", "the token is the key"),
        Open("GET", "/invitations/{token}", "the token is the key"), Open("POST", "/invitations/{token}", "the token is the key"),
        Open("GET", "/assets/….css", "style"), Open("GET", "/assets/….svg", "icon"), Open("GET", "/assets/…/{module}.js", "scripts"),

        // Accounts
        new("GET", "/", "signed in"), new("GET", "/account", "signed in"), new("POST", "/account/password", "signed in"), new("POST", "/account/codes", "signed in"),
        new("POST", "/account/codes/new", "signed in"), new("POST", "/account/codes/off", "signed in"), new("POST", "/account/sessions/{id}/end", "signed in", OwnSession),
        new("POST", "/account/passkeys", "signed in"), new("POST", "/account/passkeys/options", "signed in"), new("POST", "/account/passkeys/{id}/remove", "signed in"),

        new("POST", "/account/organisation", "signed in"), new("GET", "/account/organisation/done", "signed in"), new("POST", "/account/organisation/remove", "signed in"),

        // People and keys
        new("POST", "/people/{id}/password", "people:manage", Person),
        new("GET", "/people", "people:manage"), new("GET", "/people/{id}", "people:manage", Person), new("POST", "/people/{id}/disable", "people:manage", Person),
        new("POST", "/people/{id}/roles", "people:manage", Person), new("POST", "/people/roles/{id}/end", "people:manage", HeldRole),
        new("POST", "/people/invitations", "people:manage"), new("POST", "/people/invited/{id}/withdraw", "people:manage", Invitation),
        new("GET", "/keys", "people:manage"), new("POST", "/keys", "people:manage"), new("POST", "/keys/{id}/rotate", "people:manage", Key), new("POST", "/keys/{id}/revoke", "people:manage", Key),

        // Audit
        new("GET", "/audit", "audit:read"),

        // Studies, plans, instruments, jobs
        new("GET", "/api/v1/studies", "results:read"), new("GET", Study, "results:read"), new("PUT", Study, "studies:write"), new("GET", Study + "/versions", "results:read"), new("GET", Study + "/changes", "results:read"),
        new("GET", Study + "/plan", "results:read"), new("GET", Study + "/plan/versions", "results:read"), new("POST", Study + "/plan/lock", "studies:write"),
        new("GET", "/api/v1/instruments", "results:read"), new("GET", "/api/v1/instruments/{id}/{version}", "results:read", Instrument), new("PUT", "/api/v1/instruments/{id}/{version}", "studies:write"),
        new("GET", "/api/v1/jobs", "results:read"), new("GET", Page, "released:read"), new("GET", Page + "/plan", "released:read"),

        // Data
        new("POST", Study + "/participants", "data:write", School, school => SmallStudy.Participant(NewPseudonym(), school)),
        new("POST", Study + "/sessions", "data:write", School, school => SmallStudy.Session(SmallStudy.NewId(), [], school)),
        new("POST", Study + "/sessions", "data:write", Participant, participant => SmallStudy.Session(SmallStudy.NewId(), [participant])),
        new("POST", Study + "/assessments", "data:write", Participant, participant => SmallStudy.Stress(participant)),
        new("POST", Study + "/assessments", "data:write", Session, session => SmallStudy.CheckIn("S1-001", Guid.Parse(session), "before")),
        new("POST", Study + "/consents", "consents:write", Participant, participant => Consents.Consenting.Said(participant, "research", "guardian")),
        new("GET", Study + "/participants", "participants:read"), new("GET", Study + "/participants?school={school}", "participants:read", School),
        new("GET", Page + "/participants", "participants:read"), new("GET", Page + "/participants?school={school}", "participants:read", School),
        new("GET", Study + "/dataset.zip", "data:read"), new("GET", Study + "/dataset/{grain}.csv", "data:read"), new("GET", Page + "/dataset.zip", "data:read"),

        // Stored forms and their correction
        new("GET", Page + "/assessments", "data:write"), new("GET", Page + "/assessments/{assessment}", "data:write", Assessment),
        new("POST", Page + "/assessments/{assessment}", "data:write", Assessment), new("POST", Page + "/assessments/{assessment}/store", "data:write", Assessment),

        new("GET", Page + "/second/{assessment}", "data:write", Assessment), new("POST", Page + "/second/{assessment}", "data:write", Assessment), new("POST", Page + "/second/{assessment}/draft", "data:write"),
        new("GET", Page + "/second/{assessment}/compare", "data:write", Assessment), new("POST", Page + "/second/{assessment}/compare", "data:write", Assessment),

        // Typing in
        new("GET", Page + "/enter", "data:write"), new("GET", Entry, "data:write", Participant), new("POST", Entry, "data:write", Participant), new("POST", Entry + "/store", "data:write", Participant), new("POST", Entry + "/draft", "data:write", Participant),
        new("GET", Page + "/enter/key", "data:write"), new("GET", Page + "/blank-forms/{instrument}/{timepoint}", "data:write"),
        new("POST", Page + "/enter/sealed", "data:write"), new("POST", Page + "/enter/sealed/look", "data:write"),

        // Instruments: no study's, and no secret
        new("GET", "/instruments", "signed in"), new("GET", "/instruments/{id}/{version}", "signed in", Instrument), new("GET", "/instruments/{id}/{version}/paper", "signed in", Instrument),
        new("GET", "/instruments/{id}/{version}/wording/{language}", "studies:write", Instrument), new("POST", "/instruments/{id}/{version}/wording", "studies:write", Instrument),
        new("POST", "/instruments/{id}/{version}/authorisations", "studies:write", Instrument),

        // Observation forms
        new("GET", Page + "/observe", "observations:write"), new("GET", Page + "/observe/{participant}/{instrument}/{timepoint}", "observations:write", Participant),
        new("POST", Page + "/observe/{participant}/{instrument}/{timepoint}", "observations:write", Participant), new("POST", Page + "/observe/{participant}/{instrument}/{timepoint}/store", "observations:write", Participant),
        new("POST", Page + "/observe/{participant}/{instrument}/{timepoint}/draft", "observations:write"),

        // Quality and queries
        new("GET", Page + "/quality", "quality:read"), new("GET", Page + "/queries", "quality:read"), new("GET", Page + "/queries/{query}", "quality:read", Query),
        new("GET", Page + "/assessments/{assessment}/query", "queries:write", Assessment), new("POST", Page + "/assessments/{assessment}/query", "queries:write", Assessment),
        new("POST", Page + "/queries/{query}/answer", "data:write", Query), new("POST", Page + "/queries/{query}/close", "queries:write", Query), new("POST", Page + "/queries/{query}/reopen", "queries:write", Query),

        // Consent and erasure
        new("GET", Study + "/consents", "results:read"), new("GET", Page + "/consents", "consents:write"), new("POST", Page + "/consents", "consents:write"),
        new("GET", Page + "/erasure", "data:erase"), new("POST", Page + "/erasure", "data:erase"), new("POST", Page + "/erasure/preview", "data:erase"), new("POST", Page + "/erasure/approve", "data:erase"),
        new("GET", Page + "/reviews", "data:erase"), new("POST", Page + "/reviews", "data:erase"),

        // Sessions and connections
        new("GET", Page + "/sessions", "data:write"), new("GET", Page + "/sessions/new", "data:write"), new("POST", Page + "/sessions/new", "data:write"),
        new("GET", Page + "/sessions/{session}", "data:write", Session), new("POST", Page + "/sessions/{session}", "data:write", Session),
        new("POST", Page + "/sessions/{session}/record", "data:write", Session), new("POST", Page + "/sessions/{session}/transmission", "data:write", Session),
        new("GET", Page + "/connection", "participants:read"), new("POST", Page + "/connection", "participants:read"), new("GET", Page + "/connection/ping", "participants:read"),
        new("GET", Page + "/connection/piece", "participants:read"), new("POST", Page + "/connection/piece", "participants:read"),

        // Check-ins: students come by a link
        Open("GET", "/c/{token}", "the token is the key"), Open("POST", "/c/{token}", "the token is the key"), Open("GET", "/c/{token}/help", "the token is the key"),
        Open("GET", "/c/{token}/{go}/{number}", "the token is the key"), Open("POST", "/c/{token}/{go}/{number}", "the token is the key"),
        Open("POST", "/c/{token}/{go}/send", "the token is the key"), Open("POST", "/c/{token}/{go}/stop", "the token is the key"),
        new("GET", Page + "/sessions/{session}/check-ins", "data:write", Session), new("POST", Page + "/sessions/{session}/check-ins", "data:write", Session), new("POST", Page + "/sessions/{session}/round", "data:write", Session),
        new("GET", Page + "/participants/{participant}/check-ins", "data:write", Participant), new("POST", Page + "/participants/{participant}/check-ins", "data:write", Participant),
        new("POST", Page + "/check-ins/{link}/end", "data:write", Link), new("GET", Page + "/alerts", "data:write"), new("POST", Page + "/alerts/{alert}", "data:write", Alert),
        new("GET", Page + "/support", "data:write"), new("POST", Page + "/support", "data:write"),

        // Recorded exercises
        Open("GET", "/c/{token}/{play}/sound", "the token is the key"), Open("GET", "/c/{token}/{play}/audio", "the token is the key"),
        Open("POST", "/c/{token}/{play}/played", "the token is the key"), Open("POST", "/c/{token}/{play}/after", "the token is the key"),
        new("GET", Page + "/activities", "studies:write"), new("POST", Page + "/activities", "studies:write"), new("POST", Page + "/activities/{activity}/withdraw", "studies:write", Activity),
        new("GET", Page + "/assignments", "data:write"), new("POST", Page + "/assignments", "data:write"),
        // Training
        new("GET", Page + "/training", "training:take"), new("GET", Page + "/training/pages/{number}", "training:take"), new("POST", Page + "/training/pages/{number}", "training:take"),
        new("GET", Page + "/trainings", "training:read"), new("POST", Page + "/trainings", "studies:write"),

        // Rosters
        new("GET", Page + "/rosters", "rosters:use"), new("GET", Roster, "rosters:use", School), new("GET", Roster + "/data", "rosters:use", School), new("POST", Roster + "/key", "rosters:use", School),
        new("POST", Roster + "/key/copies", "rosters:use", School), new("POST", Roster + "/key/copies/{account}/remove", "rosters:use"), new("POST", Roster + "/key/rotate", "rosters:use", School),
        new("POST", Roster + "/entries", "rosters:use", School), new("POST", Roster + "/entries/{entry}", "rosters:use", School), new("POST", Roster + "/entries/{entry}/remove", "rosters:use", School),
        new("POST", Roster + "/participants", "data:write", School),

        // Sealed keys and notes
        new("GET", "/account/key", "signed in"), new("GET", "/account/key/own", "signed in"), new("POST", "/account/key", "signed in"), new("POST", "/account/key/wrapped", "signed in"),
        new("GET", Page + "/notes", "notes:read"), new("GET", Page + "/notes/new", "notes:write"), new("POST", Page + "/notes", "notes:write"), new("POST", Page + "/notes/open", "notes:read"),
        new("GET", Page + "/notes/key", "notes:read"), new("GET", Page + "/notes/key/state", "notes:read"), new("POST", Page + "/notes/key", "notes:read"), new("POST", Page + "/notes/key/copies", "notes:read"),

        // Analyses, releases, reports
        new("GET", Study + "/analyses", "results:read"), new("GET", Study + "/analyses/{id}", "results:read", Analysis), new("GET", Study + "/results/{audience}", "results:read"),
        new("GET", Study + "/releases", "results:read"), new("GET", Page + "/releases", "released:read"),
        new("GET", Study + "/reports", "results:read"), new("GET", Study + "/reports/{audience}.{format}", "results:read"), new("GET", Study + "/reports/schools/{school}.{format}", "results:read", School),
        new("GET", Study + "/reports/schools", "results:read"), new("POST", Study + "/reports/schools", "studies:write"), new("DELETE", Study + "/reports/schools", "studies:write"),
        new("GET", Page + "/reports", "released:read"), new("GET", Page + "/reports/{audience}.{format}", "released:read"), new("GET", Page + "/reports/schools/{school}.{format}", "released:read", School),
        new("POST", Page + "/reports/schools", "studies:write"), new("POST", Page + "/reports/schools/cancel", "studies:write"),
        new("GET", "/verify", "released:read"), new("POST", "/verify", "released:read"),

        // Schedules and webhooks
        new("GET", Study + "/schedule", "results:read"), new("PUT", Study + "/schedule", "studies:write"),
        new("GET", Study + "/webhooks", "studies:write"), new("POST", Study + "/webhooks", "studies:write"),
        new("DELETE", Study + "/webhooks/{id}", "studies:write", Webhook), new("POST", Study + "/webhooks/{id}/test", "studies:write", Webhook),
    ];

    /// <summary>Addresses of the program that have no line here, or one with another scope: each says what to do.</summary>
    public static List<string> Unlisted(WebApplication app, IReadOnlyList<Door> doors)
    {
        var needs = doors.ToLookup(d => d.Name, d => d.Needs);
        return
        [
            .. from row in PermissionTable.Of(app)
               let name = $"{row.Method} {row.Address}"
               where !needs.Contains(name)
               select $"{name} is new: add its line to Doors.cs, such as new(\"{row.Method}\", \"{row.Address}\", \"{row.Needs}\", the thing it names besides its study).",
            .. from row in PermissionTable.Of(app)
               let name = $"{row.Method} {row.Address}"
               from other in needs[name].Distinct()
               where other != row.Needs
               select $"{name} needs {row.Needs} in the program, and {other} in Doors.cs.",
        ];
    }

    /// <summary>Lines whose address the program has not got any more.</summary>
    public static List<string> Gone(WebApplication app, IReadOnlyList<Door> doors)
    {
        var program = PermissionTable.Of(app).Select(r => $"{r.Method} {r.Address}").ToHashSet();
        return [.. doors.Where(d => !program.Contains(d.Name)).Select(d => $"{d.Name} is no address of the program any more: take its line out of Doors.cs.")];
    }

    static int _pseudonyms;

    static string NewPseudonym() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"N{Interlocked.Increment(ref _pseudonyms):000}-00");

    static Door Open(string method, string address, string why) => new(method, address, "nothing", Why: why);
}
