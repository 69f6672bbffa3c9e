using Outcomes.Api.Batches;
using Outcomes.Data.Consents;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Consents;

/// <summary>One answer on the wire: who agreed or did not, to what, having read which version of the text in which language, when.</summary>
public sealed record ConsentContract(
    Guid Id, string Participant, ConsentPurpose Purpose, ConsentGiver GivenBy, ConsentAnswer Answer, string Text, string Language, DateOnly DecidedOn);

/// <param name="Asked">Purposes that the study asks about; none: consent is kept elsewhere, and nobody is kept out here.</param>
public sealed record KeptOutContract(IReadOnlyList<ConsentPurpose> Asked, long Participants, KeptOutOfContract KeptOut)
{
    public static KeptOutContract Of(StudyDefinition study, KeptOut kept) =>
        new([.. study.Consent?.Purposes.Select(p => p.Purpose) ?? []], kept.Participants, new(kept.Dataset, kept.Analysis, study.Consent?.Of(ConsentPurpose.Reuse) is null ? null : kept.Reuse));
}

/// <param name="Reuse">Null where the study does not ask.</param>
public sealed record KeptOutOfContract(long Dataset, long Analysis, long? Reuse);

static class ConsentShape
{
    public static readonly BatchShape<Consent> Rows = new(
        BatchKind.Consents, ["id", "participant", "purpose", "given_by", "answer", "text", "language", "decided_on"], Items: false, Read,
        new BatchExample(
            """{"id":"019cae00-0000-7000-8000-000000000004","participant":"S1-101","purpose":"research","given_by":"guardian","answer":"given","text":"2026-01","language":"en","decided_on":"2026-02-20"}""",
            """
            id,participant,purpose,given_by,answer,text,language,decided_on
            019cae00-0000-7000-8000-000000000004,S1-101,research,guardian,given,2026-01,en,2026-02-20
            """));

    static Consent Read(Fields f) => new(
        f.Id("id"), f.Text("participant"), f.OneOf<ConsentPurpose>("purpose"), f.OneOf<ConsentGiver>("given_by"), f.OneOf<ConsentAnswer>("answer"),
        f.Text("text"), f.Text("language"), f.Day("decided_on"));
}
