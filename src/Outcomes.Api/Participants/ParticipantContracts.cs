using Outcomes.Api.Batches;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Participants;

namespace Outcomes.Api.Participants;

/// <summary>A participant on the wire.</summary>
public sealed record ParticipantContract(Guid Id, string Pseudonym, string School, string Arm, string Language, DateOnly EnrolledOn);

static class ParticipantShape
{
    public static readonly BatchShape<Participant> Rows = new(
        BatchKind.Participants, ["id", "pseudonym", "school", "arm", "language", "enrolled_on"], Items: false, Read);

    static Participant Read(Fields f) => new(
        f.Id("id"), f.Text("pseudonym"), f.Text("school"), f.Text("arm"), f.Text("language"), f.Day("enrolled_on"));
}
