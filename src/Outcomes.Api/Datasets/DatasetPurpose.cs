using Outcomes.Data.Consents;
using Outcomes.Domain;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Datasets;

/// <summary>What someone wants a dataset for, over HTTP and on the command line: <c>research</c> (what it is without a word) or <c>reuse</c>.</summary>
static class DatasetPurpose
{
    /// <param name="study">Null where there is none: then nothing is wrong with the purpose.</param>
    public static (DataUse Use, IReadOnlyList<Fault> Faults) Read(string? purpose, StudyDefinition? study) => purpose switch
    {
        null or "research" => (DataUse.Dataset, []),
        "reuse" when study is not null && study.Consent?.Of(ConsentPurpose.Reuse) is null => (DataUse.Reuse,
            [new Fault("purpose", "reuse_not_asked", "The study does not ask for consent to reuse here, so nobody is known to have agreed to it. Add the purpose reuse to the section consent of its file.")]),
        "reuse" => (DataUse.Reuse, []),
        _ => (DataUse.Dataset, [new Fault("purpose", "not_listed", "One of these is expected here: research, reuse.")]),
    };

    /// <summary>Whose data are in it; null where consent is kept elsewhere.</summary>
    public static string? Sentence(StudyDefinition study, DataUse use) => study.Consent is null ? null
        : use == DataUse.Reuse ? "It holds those alone who agreed to research and to reuse of their data." : "It holds those alone who agreed to research; for whom it is given on, the agreement on reuse must be asked for (purpose reuse).";
}
