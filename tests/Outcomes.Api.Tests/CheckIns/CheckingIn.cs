using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Studies;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.CheckIns;

/// <summary>The small study in four languages with a rule of distress, one held session of three, and students who come to it by links.</summary>
static partial class CheckingIn
{
    public static readonly Actor Anyone = Actor.OnThisMachine("test");

    public static JsonObject Definition()
    {
        var study = SmallStudy.Definition();
        study["languages"] = new JsonArray("en", "es", "zh-Hans", "ar");
        study["title"] = new JsonObject { ["en"] = "A small study", ["es"] = "Un estudio", ["zh-Hans"] = "小研究", ["ar"] = "دراسة صغيرة" };
        study["distress"] = JsonNode.Parse("""[{ "instrument": "session-check-in", "scale": "stress", "at_least": 9 }]""");
        return study;
    }

    public static async Task<(RunningHost Host, Guid Session)> Started(Func<HostSettings, HostSettings>? configure = null)
    {
        var host = await RunningHost.Start(configure);
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        var spanish = Participant("S1-003");
        spanish["language"] = "es";
        (await host.Send("participants", Json(Participant("S1-001"), Participant("S1-002"), spanish, Participant("S2-001", "s2")))).EnsureSuccessStatusCode();
        var session = NewId();
        (await host.Send("sessions", Json(Session(session, ["S1-001", "S1-002", "S1-003"])))).EnsureSuccessStatusCode();
        return (host, session);
    }

    /// <returns>Its token.</returns>
    public static async Task<string> Link(this RunningHost host, Guid session, SessionPart part = SessionPart.Before, string? participant = "S1-001", string language = "en", TimeSpan? holds = null, TimeSpan? opensIn = null)
    {
        var study = StudyOf(host);
        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var link = new CheckInLink(NewId(), Id, "s1", participant is null ? LinkKind.Round : LinkKind.Session, participant, session, CheckInRules.OfSession(study, part), language, now + (opensIn ?? TimeSpan.Zero), now + (holds ?? TimeSpan.FromHours(1)));
        return (await host.Services.GetRequiredService<LinkStore>().Make(Anyone, [link]))!.Single();
    }

    public static StudyDefinition StudyOf(RunningHost host) => host.Services.GetRequiredService<StudyStore>().Lookup(Anyone, Id)!.Study;

    /// <summary>A student's browser without scripts.</summary>
    public static FormClient Student(this RunningHost host, bool follow = true) => new(host.Address, follow);

    /// <summary>Begins and answers every question; the last page is left unsent.</summary>
    /// <returns>The address of the check-in: <c>/c/…/…</c>.</returns>
    public static async Task<string> Answers(this FormClient student, string token, IEnumerable<string> answers, string? participant = null)
    {
        var page = await student.Post($"/c/{token}", ("participant", participant ?? ""));
        var address = Go().Match(page.RequestMessage!.RequestUri!.AbsolutePath).Value;
        foreach (var (index, answer) in answers.Index())
            (await student.Post($"{address}/{index + 1}", (answer == "prefer_not_to_answer" ? "none" : "answer", answer))).EnsureSuccessStatusCode();
        return address;
    }

    public static async Task<string> Sends(this FormClient student, string token, IEnumerable<string> answers, string? participant = null)
    {
        var answer = await student.Post($"{await student.Answers(token, answers, participant)}/send", ("lang", ""));
        return await answer.Content.ReadAsStringAsync();
    }

    public static List<string> Rows(this RunningHost host, string sql) => DatabaseDump.Rows(Path.Combine(host.DataDirectory, Database.FileName), sql);

    public static List<string> Stored(this RunningHost host) =>
        host.Rows("SELECT p.pseudonym, a.timepoint, a.mode, a.language, a.answers FROM assessment a JOIN participant p ON p.id = a.participant_id ORDER BY p.pseudonym, a.timepoint DESC");

    /// <summary>What a page shows, without its markup.</summary>
    public static string Words(string html) => WebUtility.HtmlDecode(Tags().Replace(html, " "));

    [GeneratedRegex("^/c/[0-9a-z]{26}/[0-9a-f-]{36}")] private static partial Regex Go();
    [GeneratedRegex("<[^>]*>")] private static partial Regex Tags();
}
