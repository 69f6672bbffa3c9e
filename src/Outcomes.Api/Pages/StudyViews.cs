using Outcomes.Api.Accounts;
using Outcomes.Api.Reports;
using Outcomes.Data.Analyses;
using Outcomes.Data.Instruments;
using Outcomes.Data.Plans;
using Outcomes.Data.Quality;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Quality;
using Outcomes.Jobs.Reports;
using Outcomes.Reports.Text;

namespace Outcomes.Api.Pages;

/// <summary>Gathers what the pages show.</summary>
sealed class StudyViews(
    StudyStore studies, PlanStore plans, StudyCountStore counts, AnalysisStore analyses, ReportStore reports, IssueStore issues, ReportFiles files, QueryStore queries)
{
    /// <summary>Every study that one of the visitor's roles opens.</summary>
    public IReadOnlyList<StudyView> All(Visitor visitor, Texts texts) =>
        [.. visitor.Actors.Where(a => a.Scopes.Contains(Scopes.ReadReleased)).SelectMany(studies.All).DistinctBy(s => s.Id).OrderBy(s => s.Id, StringComparer.Ordinal)
            .Select(stored => View(visitor.In(stored.Id)!.For(Scopes.ReadReleased), stored, texts))];

    public StudyView? Find(Actor actor, string id, Texts texts) => studies.Find(actor, id) is { } stored ? View(actor, stored, texts) : null;

    StudyView View(Actor actor, StoredStudy stored, Texts texts)
    {
        var study = studies.Read(stored);
        var count = counts.Of(actor, stored.Id);
        var spoken = study.Title.ContainsKey(texts.Language.Tag) ? texts.Language.Tag : study.Languages[0];
        return new(study.Id, study.Version, study.Title[spoken], spoken, study.Languages[0], study.Synthetic, study.DataSource, count, Analysis(actor, stored, count),
            Reports(actor, stored.Id), plans.Find(actor, stored.Id)!, actor.MayEverywhere(Scopes.ReadResults) || actor.MayEverywhere(Scopes.WriteStudies))
        {
            OpenQueries = Waiting(actor, Scopes.WriteData, study.Id, QueryState.Open), AnsweredQueries = Waiting(actor, Scopes.WriteQueries, study.Id, QueryState.Answered),
        };
    }

    long Waiting(Actor actor, string scope, string study, QueryState state) => actor.Scopes.Contains(scope) ? queries.Count(actor.For(scope), study, state) : 0;

    AnalysisView Analysis(Actor actor, StoredStudy stored, StudyCounts count)
    {
        var newest = analyses.All(actor, stored.Id).FirstOrDefault(a => a.ChangeNumber == stored.ChangeNumber);
        return newest?.Status switch
        {
            null when count.Assessments == 0 => new(AnalysisState.NoData),
            "running" => new(AnalysisState.Running, newest.Percent / 100.0),
            "failed" => new(AnalysisState.Failed, Reason: newest.Failure),
            "finished" => new(AnalysisState.Current),
            _ => new(AnalysisState.Waiting),
        };
    }

    /// <summary>The researcher's report of the newest analysis, the board's of the one that was issued last, in the study's first language.</summary>
    IReadOnlyList<ReportView> Reports(Actor actor, string study)
    {
        var languages = files.Languages(actor, study);
        var keys = new[] { ("board", issues.Newest(actor, study)), ("researcher", analyses.Newest(actor, study)?.Id) };
        return [.. keys.Where(k => k.Item2 is not null).Select(k => new ReportSet(new(k.Item2!, k.Item1), languages, reports.Of(new(k.Item2!, k.Item1))))
            .Where(set => set.There.Count > 0).Select(set => View(set, languages[0]))];
    }

    static ReportView View(ReportSet set, string language) => new(set.Key.Audience, set.Key.AnalysisId,
        set.There.Any(r => r.Format == StoredReport.Html && r.Language == language && r.Sha256 is not null),
        set.There.Any(r => r.Format == StoredReport.Pdf && r.Language == language && r.Sha256 is not null),
        set.There.FirstOrDefault(r => r.Absence is not null)?.Absence, set.Complete);
}
