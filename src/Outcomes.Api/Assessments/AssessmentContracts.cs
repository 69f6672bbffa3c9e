using Outcomes.Api.Batches;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Assessments;

/// <summary>An assessment on the wire; answers by item id, each a number, "prefer_not_to_answer" or "not_reached".</summary>
public sealed record AssessmentContract(
    Guid Id, string Participant, string Instrument, string Version, string Timepoint, DateTimeOffset CompletedUtc, string Language, EntryMode Mode,
    IReadOnlyDictionary<string, Answer> Answers, Guid? Session = null);

static class AssessmentShape
{
    public static readonly BatchShape<Assessment> Rows = new(
        BatchKind.Assessments, ["id", "participant", "instrument", "version", "timepoint", "session", "completed_utc", "language", "mode"], Items: true, Read,
        new BatchExample(
            """
            {"id":"019cae00-0000-7000-8000-000000000003","participant":"S1-101","instrument":"session-check-in","version":"1.0","timepoint":"after","session":"019cae00-0000-7000-8000-000000000002","completed_utc":"2026-03-02T09:50:00Z","language":"en","mode":"screen","answers":{"emotional-regulation":6.5,"stress":3,"social-connection":"prefer_not_to_answer"}}
            """,
            """
            id,participant,instrument,version,timepoint,session,completed_utc,language,mode,item_emotional-regulation,item_stress,item_social-connection
            019cae00-0000-7000-8000-000000000003,S1-101,session-check-in,1.0,after,019cae00-0000-7000-8000-000000000002,2026-03-02T09:50:00Z,en,screen,6.5,3,prefer_not_to_answer
            """));

    static Assessment Read(Fields f) => new(
        f.Id("id"), f.Text("participant"), f.Text("instrument"), f.Text("version"), f.Text("timepoint"), f.OptionalId("session"),
        f.Instant("completed_utc"), f.Text("language"), f.OneOf<EntryMode>("mode"), f.Answers());
}
