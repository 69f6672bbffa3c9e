using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Text;

namespace Outcomes.Reports.Reports;

/// <summary>What every part of one report looks things up in: the released result and the reader's texts.</summary>
public sealed record ReportContext
{
    public ReportContext(ReleasedResult released, Texts t)
    {
        (Released, T) = (released, t);
        Result = StudyWords.AreForeign(released.Result, t.Language.Tag) ? StudyWords.Marked(released.Result) : released.Result;
        StudyTitle = TitleOf(released.Result.Study, t.Language.Tag);
        Outcomes = [.. InOrder(Result)];
        Shown = new(t, released.Policy);
        string[] badges = [Study.Synthetic ? t["synthetic.badge"] : "", IsExploratory ? t["exploratory.badge"] : ""];
        Badges = [.. badges.Where(b => b.Length > 0)];
    }

    public ReleasedResult Released { get; }
    public Texts T { get; }

    /// <summary>What was released; names in another language than the report's are marked as such.</summary>
    public AnalysisResult Result { get; }
    public StudyFacts Study => Result.Study;

    /// <summary>For readers outside the study: fewer decimals, plainer words.</summary>
    public bool IsOutside => Released.Audience != Audience.Researcher;
    public string FileName => Released.Audience.ToString().ToLowerInvariant();
    public string ReportName => T[$"report.{FileName}"];

    /// <summary>Analysed before the plan was locked: every page says so.</summary>
    public bool IsExploratory => Result.Standing.IsExploratory;

    /// <summary>What stands at the top of every page, since a page may be all that is passed on.</summary>
    public IReadOnlyList<string> Badges { get; }
    public Shown Shown { get; }

    /// <summary>In the report's language if the study has one, else its first, marked as of another language.</summary>
    public string StudyTitle { get; }

    /// <summary>The outcome that the report is about first: the primary one over the course, if the plan has one.</summary>
    public OutcomeResult Primary => Outcomes[0];

    /// <summary>Primary outcomes first, course before session, otherwise as planned.</summary>
    public IReadOnlyList<OutcomeResult> Outcomes { get; }

    static string TitleOf(StudyFacts study, string tag)
    {
        if (study.Title.TryGetValue(tag, out var title)) return title;
        var own = study.Title.GetValueOrDefault(study.Language) ?? study.Title.OrderBy(t => t.Key, StringComparer.Ordinal).First().Value;
        return StudyWords.Mark(own);
    }

    static IEnumerable<OutcomeResult> InOrder(AnalysisResult result) => result.Outcomes
        .OrderBy(o => o.Estimand == Estimand.CourseChange ? 0 : 1).ThenBy(o => o.Role == OutcomeRole.Primary ? 0 : 1);

    /// <summary>A text that names those who took part: <c>key.students</c> or <c>key.participants</c>.</summary>
    public string Who(string key) => T[$"{key}.{(Study.Population == Population.Students ? "students" : "participants")}"];

    public string ArmTitle(string? arm) => arm is null ? Who("arm.all") : Study.Arms.FirstOrDefault(a => a.Id == arm)?.Title ?? arm;
    public string TimepointTitle(string id) => Study.Timepoints.FirstOrDefault(t => t.Id == id)?.Title ?? id;
    public InstrumentFacts InstrumentOf(OutcomeResult outcome) => Result.Provenance.Instruments.First(i => i.Id == outcome.Instrument);
    public string Confidence => T.Percent(Study.Confidence * 100);

    /// <summary>Level of a grouping: a language or a connection by its name in the report's language, a district by its own.</summary>
    public string LevelTitle(Grouping by, string level, string title) => by switch
    {
        Grouping.Connection => T[$"reach.connection.{level}"],
        Grouping.Language => LanguageName(level),
        _ => title.Length > 0 ? title : T["district.unnamed"],
    };

    /// <summary>Of the school that the report is for.</summary>
    public bool IsOwn(SiteChange site) => Released.School is { } own && site.School == own;

    /// <summary>Drawn in grey for comparison arms (0), else 1, 2, 3 in the study's order.</summary>
    public int Series(string? arm)
    {
        if (arm is null) return 1;
        if (Study.Arms.FirstOrDefault(a => a.Id == arm) is not { Role: ArmRole.Intervention } found) return 0;
        return 1 + Study.Arms.Where(a => a.Role == ArmRole.Intervention).TakeWhile(a => a != found).Count() % 3;
    }

    /// <summary>The groups worth showing beside each other: the arms that the outcome was planned for, or everyone where there is but one.</summary>
    public static IReadOnlyList<GroupChange> Groups(OutcomeResult outcome) =>
        outcome.Groups.Count > 1 ? [.. outcome.Groups.Where(g => g.Arm is not null && g.Finished.Absent != Absence.NotPlanned)] : outcome.Groups;

    /// <summary>Decimals of a mean on this scale: one is finer than any person's score; a researcher gets one more.</summary>
    public int Digits(OutcomeResult outcome) => (outcome.Max - outcome.Min >= 10 ? 1 : 2) + (IsOutside ? 0 : 1);

    public string DomainName(OutcomeResult outcome, bool capital = false) =>
        T.Has($"domain.{outcome.Domain}") ? T[$"domain.{outcome.Domain}{(capital ? ".capital" : "")}"] : outcome.ScaleTitle;

    /// <summary>'less stressed'; for a domain without words of its own, 'lower on' its scale.</summary>
    public string DomainState(OutcomeResult outcome, Verdict verdict)
    {
        var end = verdict.ToString().ToLowerInvariant();
        var key = $"domain.{outcome.Domain}.{end}";
        return T.Has(key) ? T[key] : T[$"state.{end}", ("scale", outcome.ScaleTitle)];
    }

    /// <summary>What better, unchanged and worse are called for this outcome: 'clearly less stressed', 'no clear change', 'clearly more stressed'.</summary>
    public (string Better, string Unchanged, string Worse) ChangeWords(OutcomeResult outcome) => (
        T["clearly", ("state", DomainState(outcome, Verdict.Better))], T["no_clear_change"], T["clearly", ("state", DomainState(outcome, Verdict.Worse))]);

    /// <summary>Where about the middle half of the first scores lies (mean ± 0.674 SD, were they normal), within the scale's range: an axis
    /// that holds it shows a change against how people differ.</summary>
    public static List<double> MiddleHalf(OutcomeResult outcome)
    {
        const double quartile = 0.674;
        var known = outcome.Groups.Where(g => g.PreMean.Value.IsKnown && g.PreSd.IsKnown).Select(g => (Mean: g.PreMean.Value.Value!.Value, Sd: g.PreSd.Value!.Value)).ToList();
        return [.. known.SelectMany(g => (double[])[g.Mean - quartile * g.Sd, g.Mean + quartile * g.Sd]).Select(x => Math.Clamp(x, outcome.Min, outcome.Max))];
    }

    /// <summary>What lies below or above zero change, in words; null where neither is better.</summary>
    public string? Side(OutcomeResult outcome, bool low) => outcome.Direction == Direction.Neither ? null
        : DomainState(outcome, low == (outcome.Direction == Direction.LowerIsBetter) ? Verdict.Better : Verdict.Worse);

    /// <summary>'a, b and c'.</summary>
    public string List(IEnumerable<string> items) => items.ToList() switch
    {
        [] => "",
        [var one] => one,
        [.. var first, var last] => T["list.last", ("first", string.Join(T["list.separator"], first)), ("last", last)],
    };

    /// <summary>A method by its code; one that this report has no words for stands as its code.</summary>
    public string MethodName(string method) => T.Has($"method.{method}") ? T[$"method.{method}"] : method;

    public string KindName(SensitivityKind kind) => T[$"sensitivity.{MethodsText.Code(kind)}"];

    public string LanguageName(string tag) => T.Has($"language.{tag}") ? T[$"language.{tag}"] : tag;

    public string DeliveryName(Delivery delivery) => T[$"delivery.{delivery.ToString().ToLowerInvariant()}"];

    public bool HasSessions => Result.Delivery.Planned.Value is not 0;

    public string LastCourseTimepoint(OutcomeResult outcome) =>
        Study.Timepoints.LastOrDefault(t => t.Kind == TimepointKind.Course)?.Id ?? outcome.To;

    public string Code => Released.Code;
}
