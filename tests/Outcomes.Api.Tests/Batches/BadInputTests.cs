using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Batches;

/// <summary>Bad input is refused with everything that is wrong with it, and changes nothing.</summary>
public sealed class BadInputTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    readonly RunningHost host = study.Host;

    static readonly string[] RowFaultNames = [.. RowFaults().Select(f => f.Name)];

    public static TheoryData<string> Names => [.. RowFaultNames];

    /// <summary>A good row, one change, the fault that it must give.</summary>
    static IEnumerable<(string Name, string Noun, Func<Guid, JsonObject> Row, Action<JsonObject> Change, string Fault)> RowFaults()
    {
        static JsonObject NewParticipant(Guid _) => Participant("S1-900");
        static JsonObject NewSession(Guid _) => Session(NewId(), ["S1-001"]);
        static JsonObject OnePss(Guid _) => Stress("S1-001");
        static JsonObject OneCheckIn(Guid session) => CheckIn("S1-001", session, "before");
        yield return ("a pseudonym that is a name", "participants", NewParticipant, r => r["pseudonym"] = "ANNA-SMITH1", "pseudonym bad_pseudonym");
        yield return ("a pseudonym with a line break after it", "participants", NewParticipant, r => r["pseudonym"] = "S1-900\n", "pseudonym bad_pseudonym");
        yield return ("a pseudonym whose check sign does not fit", "participants", NewParticipant, r => r["pseudonym"] = "Q8S1-F0P5-S4E19", "pseudonym pseudonym_mistyped");
        yield return ("an attendee whose check sign does not fit", "sessions", NewSession, r => r["attendees"] = new JsonArray("Q8S1-F0P5-S4E81"), "attendees pseudonym_mistyped");
        yield return ("a participant whose check sign does not fit", "assessments", OnePss, r => r["participant"] = "8QS1-F0P5-S4E18", "participant pseudonym_mistyped");
        yield return ("a pseudonym that is taken", "participants", NewParticipant, r => r["pseudonym"] = "S1-001", "pseudonym pseudonym_taken");
        yield return ("an unknown school", "participants", NewParticipant, r => r["school"] = "s9", "school unknown_school");
        yield return ("an unknown arm", "participants", NewParticipant, r => r["arm"] = "recorded", "arm unknown_arm");
        yield return ("a language that the study does not use", "participants", NewParticipant, r => r["language"] = "fr", "language unknown_language");
        yield return ("an enrolment in the future", "participants", NewParticipant, r => r["enrolled_on"] = "2999-01-01", "enrolled_on in_the_future");
        yield return ("a date in another order", "participants", NewParticipant, r => r["enrolled_on"] = "01/03/2026", "enrolled_on bad_date");
        yield return ("an id that is no UUID", "participants", NewParticipant, r => r["id"] = "17", "id bad_id");
        yield return ("an id of version 4", "participants", NewParticipant, r => r["id"] = "5f2b4dc2-9d1a-4c3e-8b1f-6a7d8e9f0a1b", "id bad_id");
        yield return ("a field that we do not know", "participants", NewParticipant, r => r["first_name"] = "Anna", "first_name unknown_field");
        yield return ("a field whose name could be anything", "participants", NewParticipant, r => r["Anna Smith"] = 1, "[7] unknown_field");
        yield return ("a missing field", "participants", NewParticipant, r => r.Remove("school"), "school missing_field");
        yield return ("a field of another type", "participants", NewParticipant, r => r["school"] = 3, "school wrong_type");
        yield return ("a session in an unknown school", "sessions", NewSession, r => r["school"] = "s9", "school unknown_school");
        yield return ("an unknown attendee", "sessions", NewSession, r => r["attendees"] = new JsonArray("S1-001", "S1-777"), "attendees unknown_pseudonym");
        yield return ("an attendee of another school", "sessions", NewSession, r => r["attendees"] = new JsonArray("S2-001"), "attendees other_school");
        yield return ("attendees of a session that was missed", "sessions", NewSession, r => r["status"] = "missed", "attendees not_held");
        yield return ("a session held in the future", "sessions", NewSession, r => r["start_utc"] = "2999-01-01T00:00:00Z", "start_utc in_the_future");
        yield return ("an instant of another zone", "sessions", NewSession, r => r["start_utc"] = "2026-03-02T09:00:00+02:00", "start_utc not_utc");
        yield return ("an instant without a zone", "sessions", NewSession, r => r["start_utc"] = "2026-03-02T09:00:00", "start_utc not_utc");
        yield return ("a week that is half", "sessions", NewSession, r => r["week"] = 1.5, "week not_whole");
        yield return ("an unknown delivery", "sessions", NewSession, r => r["delivery"] = "telepathy", "delivery not_listed");
        yield return ("more packets lost than sent", "sessions", NewSession, r => r["transmission"]!["loss_pct"] = 101, "transmission.loss_pct out_of_range");
        yield return ("an unknown field below another", "sessions", NewSession, r => r["transmission"]!["note"] = "x", "transmission.note unknown_field");
        yield return ("an unknown pseudonym", "assessments", OnePss, r => r["participant"] = "S1-777", "participant unknown_pseudonym");
        yield return ("an instrument that the study does not use", "assessments", OnePss, r => r["instrument"] = "who-5", "instrument unknown_instrument");
        yield return ("another version of an instrument", "assessments", OnePss, r => r["version"] = "2.0", "instrument unknown_instrument");
        yield return ("an unknown timepoint", "assessments", OnePss, r => r["timepoint"] = "sometime", "timepoint unknown_timepoint");
        yield return ("an instrument at another's timepoint", "assessments", OneCheckIn, r => { r["timepoint"] = "baseline"; r.Remove("session"); }, "timepoint not_taken_here");
        yield return ("a timepoint of a session without a session", "assessments", OneCheckIn, r => r.Remove("session"), "session missing_field");
        yield return ("a session at a timepoint of the course", "assessments", OnePss, r => r["session"] = NewId(), "session does_not_apply");
        yield return ("an unknown session", "assessments", OneCheckIn, r => r["session"] = NewId(), "session unknown_session");
        yield return ("a session of another school", "assessments", OneCheckIn, r => r["participant"] = "S2-001", "session other_school");
        yield return ("an answer out of range", "assessments", OnePss, r => r["answers"]!["3"] = 5, "answers.3 out_of_range");
        yield return ("an answer between the steps", "assessments", OneCheckIn, r => r["answers"]!["stress"] = 4.55, "answers.stress not_a_step");
        yield return ("an answer in words", "assessments", OnePss, r => r["answers"]!["3"] = "often", "answers.3 not_an_answer");
        yield return ("an unknown item", "assessments", OnePss, r => r["answers"]!["11"] = 1, "answers.11 unknown_item");
        yield return ("an assessment in the future", "assessments", OnePss, r => r["completed_utc"] = "2999-01-01T00:00:00Z", "completed_utc in_the_future");
        yield return ("a language of an assessment that the study does not use", "assessments", OnePss, r => r["language"] = "ar", "language unknown_language");
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Refused_is(string name)
    {
        var (_, noun, row, change, fault) = RowFaults().Single(f => f.Name == name);
        var (good, bad) = (row(study.Session), row(study.Session));
        if (good.ContainsKey("timepoint") && !good.ContainsKey("session")) good["timepoint"] = "endpoint";
        if (good.ContainsKey("session")) good["timepoint"] = "after";
        if (good.ContainsKey("pseudonym")) good["pseudonym"] = "S1-901";
        change(bad);
        var before = host.Dump();
        var answer = await host.Send(noun, Json(good, bad));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal([$"2 {fault}"], await answer.Faults());
        Assert.Equal(before, host.Dump());
        Assert.DoesNotContain("Anna", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_second_assessment_at_the_same_timepoint_is_refused_whether_stored_or_in_the_batch()
    {
        var (host, session) = await Started();
        await using var _ = host;
        (await host.Send("assessments", Json(Stress("S1-001"), CheckIn("S1-001", session, "before")))).EnsureSuccessStatusCode();
        var before = host.Dump();
        var answer = await host.Send("assessments", Json(Stress("S1-001"), CheckIn("S1-001", session, "before"), Stress("S2-001"), Stress("S2-001")));
        Assert.Equal(["1 timepoint second_assessment", "2 timepoint second_assessment", "4 timepoint second_assessment"], await answer.Faults());
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task Every_fault_of_every_row_is_in_the_one_answer()
    {
        var (one, two) = (Stress("S9-999"), Stress("S1-001"));
        one["answers"]!["1"] = 9;
        two["language"] = "xx";
        two["mode"] = "guess";
        two["extra"] = true;
        var answer = await host.Send("assessments", NdJson(one, Stress("S1-001"), two));
        Assert.Equal(["1 answers.1 out_of_range", "3 mode not_listed", "3 extra unknown_field"], await answer.Faults());
    }

    [Fact]
    public async Task After_a_thousand_faults_the_rest_is_only_counted()
    {
        var body = await (await host.Send("participants", NdJson([.. Enumerable.Range(0, 1500).Select(i => Participant($"P-{i:0000}", "s9"))]))).Body();
        Assert.Equal(1500, (int)body["fault_count"]!);
        Assert.Equal(1000, body["faults"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("application/json", """[{"id": "0198""", 400, "not_json")]
    [InlineData("application/json", "[{}, {}", 400, "not_json")]
    [InlineData("application/json", "[{}] trailing", 400, "not_json")]
    [InlineData("application/json", "", 400, "not_json")]
    [InlineData("application/json", "[]", 422, "empty")]
    [InlineData("application/json", """{"id":1,"id":2}""", 422, "duplicate_field")]
    [InlineData("application/json", "[[1]]", 422, "wrong_type")]
    [InlineData("application/json", """{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":1}}}}}}}}}""", 400, "not_json")]
    [InlineData("application/x-ndjson", "{\"id\": 1}\n{\"id\": ", 400, "not_json")]
    [InlineData("application/x-ndjson", "", 422, "empty")]
    [InlineData("text/csv", "", 422, "missing_column")]
    [InlineData("text/csv", "id,pseudonym,school,arm,language\n1,2,3,4,5", 422, "missing_column")]
    [InlineData("text/csv", "id,pseudonym,school,arm,language,enrolled_on,name\n", 422, "unknown_column")]
    [InlineData("text/csv", "id,pseudonym,school,arm,language,enrolled_on,id\n", 422, "duplicate_column")]
    [InlineData("text/csv", "id,pseudonym,school,arm,language,enrolled_on\n1,2\n", 422, "wrong_width")]
    [InlineData("text/csv", "id,pseudonym,school,arm,language,enrolled_on\n1,\"2,3,4,5,6\n", 400, "not_csv")]
    [InlineData("text/csv", "id,pseudonym,school,arm,language,enrolled_on\n", 422, "empty")]
    public async Task What_cannot_be_read_is_told_in_words(string type, string body, int status, string code)
    {
        var before = host.Dump();
        var answer = await host.Send("participants", Text(body, type));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(await answer.Faults(), f => f.EndsWith(code, StringComparison.Ordinal));
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task Truncated_JSON_is_told_with_line_and_column_after_the_faults_before_it()
    {
        var answer = await host.Send("participants", Text($"[\n{Participant("S1-777", "s9").ToJsonString()},\n{{\"id\": tru", "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var faults = (await answer.Body())["faults"]!.AsArray();
        Assert.Equal("unknown_school", (string)faults[0]!["code"]!);
        Assert.Contains("line 3, column", (string)faults[1]!["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_a_body_and_a_batch_may_not_be_endless()
    {
        var before = host.Dump();
        foreach (var (type, text) in new[] { ("application/json", $"[{{\"id\":\"{new string('x', 300_000)}\"}}]"), ("application/x-ndjson", new string('x', 300_000)) })
            Assert.Equal([$"1  row_too_long"], await (await host.Send("participants", Text(text, type))).Faults());
        var many = new StringBuilder("id,pseudonym,school,arm,language,enrolled_on\n");
        for (var i = 0; i <= 200_000; i++) many.Append(",,,,,x\n");
        var answer = await host.Send("participants", Text(many.ToString(), "text/csv"));
        Assert.Equal(200_000 * 6 + 1, (int)(await answer.Body())["fault_count"]!);
        using var endless = new HttpRequestMessage(HttpMethod.Post, "api/v1/studies/small/participants") { Content = Text(new string(' ', 101 * 1024 * 1024), "application/json") };
        endless.Headers.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await host.Client.SendAsync(endless)).StatusCode);
        Assert.Equal(before, host.Dump());
    }
}
