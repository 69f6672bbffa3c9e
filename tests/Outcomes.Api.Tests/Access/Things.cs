using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data;
using Outcomes.Data.Access;
using Outcomes.Data.Accounts;
using Outcomes.Data.Activities;
using Outcomes.Data.Analyses;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Quality;
using Outcomes.Data.Webhooks;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;
using Outcomes.Domain.CheckIns;
using Xunit;
using Outcomes.Domain.Quality;
using static Outcomes.Api.Tests.Access.PermissionWorld;

namespace Outcomes.Api.Tests.Access;

/// <summary>What an address names besides its study: one that is the visitor's, one that is not, and one that is not there.</summary>
/// <param name="Own">Of the study <c>small</c> and school <c>s1</c>; made anew each time where asking may end it.</param>
/// <param name="OfSchool">Of the same study and another school; null: it is not of a school.</param>
/// <param name="OfStudy">Of another study; null: it is of none.</param>
/// <param name="Missing">Has the form of one.</param>
sealed record Thing(Func<Seat, Task<string>> Own, Func<Seat, Task<string>>? OfSchool, Func<Seat, Task<string>>? OfStudy, string Missing);

static class Things
{
    const string NoId = "019cae00-0000-7000-8000-00000000dead";

    public static readonly Thing School = new(Is("s1"), Is("s2"), Is("a1"), "s9");
    public static readonly Thing Participant = new(Is("S1-001"), Is("S2-001"), Is("A1-001"), "S9-999");
    public static readonly Thing Session = new(s => Task.FromResult(s.World.Sessions["s1"]), s => Task.FromResult(s.World.Sessions["s2"]), s => Task.FromResult(s.World.Sessions["a1"]), NoId);
    public static readonly Thing Assessment = new(s => Task.FromResult(s.World.Assessments["s1"]), s => Task.FromResult(s.World.Assessments["s2"]), s => Task.FromResult(s.World.Assessments["a1"]), NoId);
    public static readonly Thing Query = new(s => NewQuery(s, Own, "s1"), s => NewQuery(s, Own, "s2"), s => NewQuery(s, Other, "a1"), NoId);
    public static readonly Thing Analysis = new(s => Task.FromResult(s.World.Analyses[Own]), null, s => Task.FromResult(s.World.Analyses[Other]), NoId);
    public static readonly Thing Webhook = new(s => NewWebhook(s, Own), null, s => NewWebhook(s, Other), NoId);
    public static readonly Thing Instrument = new(Is("pss-10"), null, null, "no-such");
    public static readonly Thing Key = new(s => NewKey(s, Own), null, s => NewKey(s, Other), "0123456789abcdef");
    public static readonly Thing Person = new(s => NewPerson(s, Own), null, s => NewPerson(s, Other), NoId);
    public static readonly Thing HeldRole = new(s => RoleOf(s, Own), null, s => RoleOf(s, Other), NoId);
    public static readonly Thing Invitation = new(s => NewInvitation(s, Own), null, s => NewInvitation(s, Other), NoId);

    /// <summary>The second of the visitor's own, so that the test stays signed in; somebody else's is foreign.</summary>
    public static readonly Thing OwnSession = new(s => NewSession(s, s.Account), null, async s => await NewSession(s, await NewPerson(s, Own)), "0123456789abcdef");

    public static readonly Thing Link = new(s => NewLink(s, Own, "s1"), s => NewLink(s, Own, "s2"), s => NewLink(s, Other, "a1"), NoId);
    public static readonly Thing Alert = new(s => NewAlert(s, Own, "s1"), s => NewAlert(s, Own, "s2"), s => NewAlert(s, Other, "a1"), NoId);

    public static readonly Thing Activity = new(s => NewActivity(s, Own), null, s => NewActivity(s, Other), NoId);

    static Func<Seat, Task<string>> Is(string id) => _ => Task.FromResult(id);

    static T Get<T>(Seat seat) where T : notnull => seat.World.Host.Services.GetRequiredService<T>();

    static async Task<string> NewQuery(Seat seat, string study, string school)
    {
        var id = SmallStudy.NewId();
        await Get<QueryStore>(seat).Raise(Actor.OnThisMachine("test"), study, id, seat.World.Assessments[school], null, QueryQuestion.CheckPaper, new AuditEvent("test", "query_raised", id.ToString("D"), study));
        return id.ToString("D");
    }

    static async Task<string> NewWebhook(Seat seat, string study)
    {
        var id = SmallStudy.NewId().ToString("D");
        return (await Get<WebhookStore>(seat).Add(id, study, "https://example.org/hook", new AuditEvent("test", "webhook_added", id, study))).Id;
    }

    static async Task<string> NewLink(Seat seat, string study, string school)
    {
        var (id, now) = (SmallStudy.NewId(), TimeProvider.System.GetUtcNow());
        await Get<LinkStore>(seat).Make(Actor.OnThisMachine("test"), [new CheckInLink(id, study, school, LinkKind.Round, null, Guid.Parse(seat.World.Sessions[school]), [new($"x{id}", "1.0", "before")], "en", now, now.AddHours(1))]);
        return id.ToString("D");
    }

    static async Task<string> NewActivity(Seat seat, string study)
    {
        var id = SmallStudy.NewId();
        await Get<ActivityStore>(seat).Upload(Actor.OnThisMachine("test"), study, new(id, "Breathe", "en", "CC0-1.0", "", "audio/wav", 4, new string('0', 64), 2), "RIFF"u8.ToArray());
        return id.ToString("D");
    }

    /// <summary>Written past the stores: of an assessment that there is none of.</summary>
    static async Task<string> NewAlert(Seat seat, string study, string school)
    {
        var id = SmallStudy.NewId().ToString("D");
        await using var connection = new SqliteConnection($"Data Source={Get<Database>(seat).Path};Foreign Keys=False;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO distress_alert (id, study_id, school, participant_id, assessment_id, instrument, scale, at_least, raised_utc)
            SELECT @id, study_id, school, id, @id, 'session-check-in', 'stress', 9, '2026-03-02T10:00:00.000Z' FROM participant WHERE study_id = @study AND school = @school LIMIT 1
            """;
        foreach (var (name, value) in new[] { ("@id", id), ("@study", study), ("@school", school) }) command.Parameters.AddWithValue(name, value);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        return id;
    }

    static async Task<string> NewKey(Seat seat, string study) => (await Get<ApiKeyStore>(seat).Create("system", [Scopes.ReadResults], study, TimeSpan.FromDays(1), "test")).Id;

    static async Task<string> NewPerson(Seat seat, string study)
    {
        var id = SmallStudy.NewId().ToString("D");
        var token = await Get<InvitationStore>(seat).Invite([new RoleGrant(Role.BoardReader, study)], TimeSpan.FromDays(1), "test");
        await Get<InvitationStore>(seat).Accept(token, new Account { Id = id, SignInName = $"N {id}", NormalizedName = $"N {id}", SecurityStamp = id });
        return id;
    }

    static async Task<string> RoleOf(Seat seat, string study) => Get<RoleStore>(seat).Of(await NewPerson(seat, study), null)[0].Id;

    static async Task<string> NewInvitation(Seat seat, string study)
    {
        await Get<InvitationStore>(seat).Invite([new RoleGrant(Role.BoardReader, study)], TimeSpan.FromDays(1), "test");
        return Get<InvitationStore>(seat).Open(null).First(i => i.Roles[0].Study == study).Id;
    }

    static async Task<string> NewSession(Seat seat, string account)
    {
        var key = SmallStudy.NewId().ToString("N");
        await Get<SignInStore>(seat).Begin(key, account, [1], TimeProvider.System.GetUtcNow().AddHours(1), "password", "Firefox, Linux");
        return SignInStore.IdOf(key);
    }
}
