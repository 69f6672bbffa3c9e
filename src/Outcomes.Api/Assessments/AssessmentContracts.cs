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
        BatchKind.Assessments, ["id", "participant", "instrument", "version", "timepoint", "session", "completed_utc", "language", "mode"], Items: true, Read);

    static Assessment Read(Fields f) => new(
        f.Id("id"), f.Text("participant"), f.Text("instrument"), f.Text("version"), f.Text("timepoint"), f.OptionalId("session"),
        f.Instant("completed_utc"), f.Text("language"), f.OneOf<EntryMode>("mode"), f.Answers());
}
