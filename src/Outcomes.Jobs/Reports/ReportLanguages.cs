using Outcomes.Domain.Studies;
using Outcomes.Reports.Text;

namespace Outcomes.Jobs.Reports;

public static class ReportLanguages
{
    const string Fallback = "en";

    /// <summary>The study's languages that there are report texts for, in the study's order; English where there are none.</summary>
    public static IReadOnlyList<string> Of(StudyDefinition study) =>
        study.Languages.Where(l => Language.WithReportTexts.Contains(l)).ToList() is { Count: > 0 } known ? known : [Fallback];
}
