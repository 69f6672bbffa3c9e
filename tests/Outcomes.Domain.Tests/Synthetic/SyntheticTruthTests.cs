using Outcomes.Domain.Assessments;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;
using Outcomes.Domain.Synthetic;
using Xunit;

namespace Outcomes.Domain.Tests.Synthetic;

/// <summary>
/// The data hold what <c>truth.json</c> says: shown on a study of 96 schools with sums and means written out here, within four
/// standard errors (schools are the units). The seed is fixed, so a test that passes once passes always.
/// </summary>
public sealed class SyntheticTruthTests
{
    static readonly SyntheticSettings Large = new() { Seed = 7, SchoolsPerDistrict = 32, StudentsPerSchool = 28 };
    static readonly SyntheticStudy Complete = Create(Large with { Complete = true });
    static readonly SyntheticStudy Incomplete = Create(Large);
    static readonly Lazy<List<Assessment>> CompleteAssessments = new(() => [.. Complete.Assessments]);
    static readonly Lazy<Dictionary<(string Person, string Timepoint, string Scale), double>> CompleteScores = new(() => Scores(CompleteAssessments.Value));
    static readonly Lazy<Dictionary<(string Person, string Timepoint, string Scale), double>> IncompleteScores = new(() => Scores(Incomplete.Assessments));

    public static TheoryData<string, string, string, string> CourseEffects
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var course in Complete.Truth["course"]!.AsArray())
                foreach (var effect in course!["effects"]!.AsArray())
                    data.Add((string)course["instrument"]!, (string)course["scale"]!, (string)effect!["arm"]!, (string)effect["timepoint"]!);
            return data;
        }
    }

    [Theory, MemberData(nameof(CourseEffects))]
    public void Difference_of_mean_changes_is_the_stated_one(string instrument, string scale, string arm, string timepoint)
    {
        var truth = (double)Complete.Truth["course"]!.AsArray().First(c => (string)c!["instrument"]! == instrument && (string)c["scale"]! == scale)!
            ["effects"]!.AsArray().First(e => (string)e!["arm"]! == arm && (string)e["timepoint"]! == timepoint)!["points"]!;
        var treated = SchoolMeans(Complete, arm, p => Change(CompleteScores.Value, p, timepoint, $"{instrument} {scale}"));
        var waiting = SchoolMeans(Complete, "waiting-list", p => Change(CompleteScores.Value, p, timepoint, $"{instrument} {scale}"));
        var error = Math.Sqrt(Variance(treated) / treated.Count + Variance(waiting) / waiting.Count);
        Assert.Equal(32, treated.Count);
        Assert.InRange(treated.Average() - waiting.Average(), truth - 4 * error, truth + 4 * error);
        if (scale == "total" && instrument == "pss-10" && timepoint == "endpoint") Assert.True(error < Math.Abs(truth) / 4, "The study is too small to show anything.");
    }

    [Fact]
    public void Change_within_live_sessions_is_the_stated_one_and_falls_with_concealed_audio_as_stated()
    {
        foreach (var truth in Complete.Truth["within_sessions"]!.AsArray())
        {
            var changes = SessionChanges((string)truth!["scale"]!);
            var live = changes.Where(c => c.Session.Delivery == Delivery.Live).ToList();
            var (intercept, slope, interceptError, slopeError) = Line(
                [.. live.Select(c => c.Session.Transmission!.ConcealedPct!.Value - (double)truth["usual_concealed_pct"]!)], [.. live.Select(c => c.Mean)]);
            var recorded = changes.Where(c => c.Session.Delivery == Delivery.Recorded).Select(c => c.Mean).ToList();
            // Sessions of a school share its part of the change (SD 0.2), which the error of a line through sessions does not know: 0.2/√64 and 0.2/√32 are added.
            Within((double)truth["live_at_usual_concealment"]!, intercept, interceptError + 0.2 / Math.Sqrt(64));
            Within((double)truth["live_per_concealed_pct"]!, slope, slopeError + 0.01);
            Within((double)truth["recorded"]!, recorded.Average(), Math.Sqrt(Variance(recorded) / recorded.Count) + 0.2 / Math.Sqrt(32));
        }
        static void Within(double truth, double estimate, double error) => Assert.InRange(estimate, truth - 4 * error, truth + 4 * error);
    }

    [Fact]
    public void Schools_differ_about_as_much_as_the_intraclass_correlation_says()
    {
        var groups = Complete.Participants.GroupBy(p => p.School)
            .Select(g => g.Select(p => CompleteScores.Value[(p.Pseudonym, "baseline", "pss-10 total")]).ToList()).ToList();
        var size = groups.Average(g => g.Count);
        var within = groups.Sum(g => (g.Count - 1) * Variance(g)) / groups.Sum(g => g.Count - 1);
        var between = size * Variance([.. groups.Select(g => g.Average())]);
        var icc = (between - within) / (between + (size - 1) * within);
        Assert.InRange(icc, 0.5 * Large.IntraclassCorrelation, 1.5 * Large.IntraclassCorrelation);
    }

    [Fact]
    public void Ten_stress_items_hang_together_as_such_items_do_in_life()
    {
        var instrument = InstrumentCatalogue.BuiltIn.Find("pss-10", "1.0")!;
        var rows = CompleteAssessments.Value.Where(a => a.Instrument == "pss-10" && a.Timepoint == "baseline").Select(a => instrument.Items
            .Select(i => instrument.Scales[0].Reverse.Contains(i.Id) ? i.Max - a.Answers[i.Id].Value!.Value : a.Answers[i.Id].Value!.Value).ToArray()).ToList();
        var items = Enumerable.Range(0, 10).Sum(i => Variance([.. rows.Select(r => r[i])]));
        Assert.InRange(10 / 9.0 * (1 - items / Variance([.. rows.Select(r => r.Sum())])), 0.78, 0.90);
    }

    [Fact]
    public void Nothing_is_missing_where_nothing_may_be()
    {
        Assert.Equal(Complete.Participants.Count() * 3 * 4, CompleteScores.Value.Count);
        Assert.All(Complete.Sessions, s => Assert.Equal(SessionStatus.Held, s.Status));
        Assert.All(CompleteAssessments.Value, a => Assert.All(a.Answers.Values, answer => Assert.NotNull(answer.Value)));
    }

    [Fact]
    public void Those_who_were_stressed_at_baseline_are_missing_at_the_endpoint_more_often()
    {
        var stress = CompleteScores.Value;
        var byStress = Incomplete.Participants.OrderBy(p => stress[(p.Pseudonym, "baseline", "pss-10 total")]).ToList();
        bool Missing(string pseudonym) => !IncompleteScores.Value.ContainsKey((pseudonym, "endpoint", "pss-10 total"));
        var third = byStress.Count / 3;
        Clearly(byStress[^third..].Average(p => Missing(p.Pseudonym) ? 1 : 0), byStress[..third].Average(p => Missing(p.Pseudonym) ? 1 : 0), third);
        Assert.InRange(byStress.Average(p => Missing(p.Pseudonym) ? 1 : 0), 0.08, 0.30);
    }

    [Fact]
    public void Schools_with_a_poor_connection_have_fewer_attendances_and_fewer_check_ins_after_sessions()
    {
        var quality = Incomplete.Sessions.Where(s => s.Transmission is not null).GroupBy(s => s.School)
            .ToDictionary(g => g.Key, g => g.Average(s => s.Transmission!.ConcealedPct!.Value));
        var median = quality.Values.Order().ElementAt(quality.Count / 2);
        var held = Incomplete.Sessions.Where(s => s.Status == SessionStatus.Held).ToList();
        var enrolled = Incomplete.Participants.CountBy(p => p.School).ToDictionary();
        double Attendance(bool poor) => quality.Where(q => q.Value > median == poor).Average(q =>
            held.Where(s => s.School == q.Key).Sum(s => s.Attendees.Count) / (double)enrolled[q.Key]);
        Assert.True(Attendance(poor: true) < Attendance(poor: false) - 0.2);

        var poorSessions = held.Where(s => s.Delivery == Delivery.Live).ToDictionary(s => s.Id, s => quality[s.School] > median);
        var counts = Incomplete.Assessments.Where(a => a.Session is { } id && poorSessions.ContainsKey(id)).CountBy(a => (a.Timepoint, poorSessions[a.Session!.Value])).ToDictionary();
        double After(bool poor) => counts[("after-session", poor)] / (double)counts[("before-session", poor)];
        Clearly(1 - After(poor: true), 1 - After(poor: false), counts[("before-session", true)]);
    }

    [Fact]
    public void Items_are_left_open_in_both_ways_and_the_two_are_kept_apart()
    {
        var course = Incomplete.Assessments.Where(a => a.Instrument == "pss-10").ToList();
        Assert.InRange(course.Average(a => a.Answers.Values.Count(x => x.None == NoAnswer.PreferNotToAnswer)), 0.02, 0.3);
        Assert.InRange(course.Average(a => a.Answers.Count < 10 ? 1.0 : 0), 0.005, 0.05);
    }

    static SyntheticStudy Create(SyntheticSettings settings) => SyntheticStudy.Create(settings, InstrumentCatalogue.BuiltIn.All);

    static Dictionary<(string, string, string), double> Scores(IEnumerable<Assessment> assessments) => assessments.Where(a => a.Session is null)
        .SelectMany(a => Scoring.Score(InstrumentCatalogue.BuiltIn.Find(a.Instrument, a.Version)!, a.Answers)
            .Where(s => s.Value is not null).Select(s => ((a.Participant, a.Timepoint, $"{a.Instrument} {s.Scale}"), s.Value!.Value)))
        .ToDictionary(x => x.Item1, x => x.Item2);

    static double Change(Dictionary<(string, string, string), double> scores, string person, string timepoint, string scale) =>
        scores[(person, timepoint, scale)] - scores[(person, "baseline", scale)];

    static List<double> SchoolMeans(SyntheticStudy study, string arm, Func<string, double> value) =>
        [.. study.Participants.Where(p => p.Arm == arm).GroupBy(p => p.School).Select(g => g.Average(p => value(p.Pseudonym)))];

    /// <summary>Mean change of each session on one line.</summary>
    static List<(Session Session, double Mean)> SessionChanges(string item)
    {
        var sessions = Complete.Sessions.ToDictionary(s => s.Id);
        return [.. CompleteAssessments.Value.Where(a => a.Session is not null).GroupBy(a => a.Session!.Value).Select(g => (sessions[g.Key],
            g.GroupBy(a => a.Participant).Average(p => Level(p, "after-session", item) - Level(p, "before-session", item))))];
    }

    static double Level(IEnumerable<Assessment> pair, string timepoint, string item) => pair.Single(a => a.Timepoint == timepoint).Answers[item].Value!.Value;

    static double Variance(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
    }

    static (double Intercept, double Slope, double InterceptError, double SlopeError) Line(List<double> x, List<double> y)
    {
        double mx = x.Average(), my = y.Average(), sxx = x.Sum(v => (v - mx) * (v - mx));
        var slope = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / sxx;
        var residual = x.Zip(y, (a, b) => b - my - slope * (a - mx)).Sum(r => r * r) / (x.Count - 2);
        return (my - slope * mx, slope, Math.Sqrt(residual * (1.0 / x.Count + mx * mx / sxx)), Math.Sqrt(residual / sxx));
    }

    /// <summary>The first share is larger by more than four standard errors.</summary>
    static void Clearly(double larger, double smaller, int n) =>
        Assert.True(larger - smaller > 4 * Math.Sqrt((larger * (1 - larger) + smaller * (1 - smaller)) / n), $"{larger} against {smaller}, {n} each");
}
