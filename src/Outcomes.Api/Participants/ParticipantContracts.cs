using Outcomes.Api.Batches;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Participants;

namespace Outcomes.Api.Participants;

/// <summary>A participant on the wire.</summary>
public sealed record ParticipantContract(Guid Id, string Pseudonym, string School, string Arm, string Language, DateOnly EnrolledOn);

static class ParticipantShape
{
    public static readonly BatchShape<Participant> Rows = new(
        BatchKind.Participants, ["id", "pseudonym", "school", "arm", "language", "enrolled_on"], Items: false, Read,
        new BatchExample(
            """{"id":"019cae00-0000-7000-8000-000000000001","pseudonym":"S1-101","school":"s1","arm":"live","language":"en","enrolled_on":"2026-03-01"}""",
            """
            id,pseudonym,school,arm,language,enrolled_on
            019cae00-0000-7000-8000-000000000001,S1-101,s1,live,en,2026-03-01
            """));

    static Participant Read(Fields f) => new(
        f.Id("id"), f.Text("pseudonym"), f.Text("school"), f.Text("arm"), f.Text("language"), f.Day("enrolled_on"));
}
