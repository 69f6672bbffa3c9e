using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Jobs.Reports;

namespace Outcomes.Api.Reports;

/// <summary>Finds a report by what stands in an address: <c>board.pdf</c>, <c>board.es.pdf</c>, <c>board.pdf?lang=es</c>.</summary>
sealed class ReportFiles(StudyStore studies, ReportStore reports)
{
    public static readonly IReadOnlyDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [StoredReport.Html] = "text/html; charset=utf-8", [StoredReport.Pdf] = "application/pdf", [StoredReport.Json] = "application/json",
    };

    /// <summary>The languages that reports of a study are made in, the first of them where none is asked for.</summary>
    public IReadOnlyList<string> Languages(Actor actor, string study) => studies.Lookup(actor, study) is { } known ? ReportLanguages.Of(known.Study) : [];

    /// <param name="name">Audience or school, perhaps with a language: <c>board</c>, <c>board.es</c>.</param>
    /// <param name="analysis">Null: the newest.</param>
    public StoredReport? Find(Actor actor, string study, string name, string format, string? language = null, string? analysis = null, bool ofSchool = false)
    {
        if (!MediaTypes.ContainsKey(format)) return null;
        var parts = name.Split('.', 2);
        language ??= parts.Length == 2 ? parts[1] : Languages(actor, study).FirstOrDefault();
        return language is null ? null : ofSchool
            ? reports.Find(actor, study, "school", parts[0], language, format, analysis)
            : reports.Find(actor, study, parts[0], null, language, format, analysis);
    }

    /// <summary>For a folder of downloads: what it is of, for whom, in which language, from when.</summary>
    public static string FileName(string study, StoredReport report) =>
        string.Join('-', new[] { study, report.Audience, report.School, report.Language, report.MadeUtc[..10] }.Where(p => !string.IsNullOrEmpty(p))) + $".{report.Format}";
}
