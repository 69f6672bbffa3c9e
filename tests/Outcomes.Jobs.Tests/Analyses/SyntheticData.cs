using System.Text;
using System.Text.Json.Nodes;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;
using Outcomes.Domain.Synthetic;
using Outcomes.Jobs.Analyses;

namespace Outcomes.Jobs.Tests.Analyses;

/// <summary>The synthetic study as an analysis reads it, scored as the server scores it.</summary>
static class SyntheticData
{
    static readonly Lazy<(StudyDefinition Study, Snapshot Snapshot)> Demo = new(() => Of(new SyntheticSettings { Seed = 20260901 }));
    static readonly Lazy<AnalysisResult> DemoResult = new(() => AnalysisEngine.Run(Study, Snapshot));

    /// <summary>The study of the demo, and its result.</summary>
    public static StudyDefinition Study => Demo.Value.Study;
    public static Snapshot Snapshot => Demo.Value.Snapshot;
    public static AnalysisResult Result => DemoResult.Value;

    public static (StudyDefinition Study, Snapshot Snapshot) Of(SyntheticSettings settings)
    {
        var made = SyntheticStudy.Create(settings, InstrumentCatalogue.BuiltIn.All);
        var study = Read(made.Definition);
        return (study, new("hash", 1, new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), Instruments(study),
            [.. made.Participants.OrderBy(p => p.Id.ToString())], [.. made.Sessions.OrderBy(s => s.Id.ToString())],
            [.. made.Assessments.OrderBy(a => a.Id.ToString()).Select(a => new ScoredAssessment(a.Id, a.Participant, a.Instrument, a.Timepoint, a.Session, a.CompletedUtc,
                a.Answers, Scoring.Score(InstrumentCatalogue.BuiltIn.Find(a.Instrument, a.Version)!, a.Answers)))]));
    }

    /// <summary>As the server reads it, or the faults that the server would give.</summary>
    public static StudyDefinition Read(JsonNode definition)
    {
        var read = StudyReader.Read(Encoding.UTF8.GetBytes(definition.ToJsonString()), InstrumentCatalogue.BuiltIn.Find);
        return read.Value ?? throw new InvalidDataException(string.Join('\n', read.Faults));
    }

    public static IReadOnlyList<InstrumentDefinition> Instruments(StudyDefinition study) =>
        [.. study.Instruments.Select(u => InstrumentCatalogue.BuiltIn.Find(u.Instrument, u.Version)!).OrderBy(i => i.Id, StringComparer.Ordinal)];
}
