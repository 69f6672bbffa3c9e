using Outcomes.Data.Analyses;
using Outcomes.Data.Instruments;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Text;

namespace Outcomes.Api.Pages;

/// <summary>Gathers what the pages show.</summary>
sealed class StudyViews(StudyStore studies, StudyCountStore counts, AnalysisStore analyses, ReportStore reports)
{
    static readonly string[] Audiences = ["board", "researcher"];

    public IReadOnlyList<StudyView> All(Actor actor, Texts texts) => [.. studies.All(actor).Select(stored => View(actor, stored, texts))];

    public StudyView? Find(Actor actor, string id, Texts texts) => studies.Find(actor, id) is { } stored ? View(actor, stored, texts) : null;

    StudyView View(Actor actor, StoredStudy stored, Texts texts)
    {
        var study = studies.Read(stored);
        var count = counts.Of(actor, stored.Id);
        return new(study.Id, study.Version, Title(study, texts.Language.Tag), study.Synthetic, study.DataSource, count, Analysis(actor, stored, count), Reports(actor, stored.Id));
    }

    static string Title(StudyDefinition study, string language) =>
        study.Title.TryGetValue(language, out var title) ? title : study.Title[study.Languages[0]];

    AnalysisView Analysis(Actor actor, StoredStudy stored, StudyCounts count)
    {
        if (count.Assessments == 0) return new(AnalysisState.NoData);
        var newest = analyses.All(actor, stored.Id).FirstOrDefault(a => a.ChangeNumber == stored.ChangeNumber);
        return newest?.Status switch
        {
            "running" => new(AnalysisState.Running, newest.Percent / 100.0),
            "failed" => new(AnalysisState.Failed, Reason: newest.Failure),
            "finished" => new(AnalysisState.Current),
            _ => new(AnalysisState.Waiting),
        };
    }

    IReadOnlyList<ReportView> Reports(Actor actor, string study)
    {
        if (analyses.Newest(actor, study) is not { } newest) return [];
        var made = reports.Of(newest.Id);
        return [.. Audiences.Where(audience => made.Any(r => r.Audience == audience)).Select(audience => new ReportView(
            audience, made.Any(r => r.Audience == audience && r.Format == "html" && r.Absence is null),
            made.Any(r => r.Audience == audience && r.Format == "pdf" && r.Absence is null),
            made.FirstOrDefault(r => r.Audience == audience && r.Absence is not null)?.Absence))];
    }
}
