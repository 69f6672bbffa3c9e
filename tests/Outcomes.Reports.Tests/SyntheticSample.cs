using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;
using static Outcomes.Reports.Tests.Samples;

namespace Outcomes.Reports.Tests;

/// <summary>Three arms, 24 schools, five course outcomes and three within sessions; numbers of the order that such a study has.</summary>
static partial class SyntheticSample
{
    static readonly Arm[] Arms =
    [
        new("live", "Live sessions", Delivery.Live, ArmRole.Intervention),
        new("hybrid", "Live and recorded sessions in turn", Delivery.Hybrid, ArmRole.Intervention),
        new("waiting-list", "Waiting list", Delivery.None, ArmRole.Comparison),
    ];

    static readonly (double Started, double Finished)[] Sizes = [(296, 258), (301, 262), (289, 241)];

    public static AnalysisResult Result() => new()
    {
        Format = AnalysisResult.CurrentFormat,
        Plan = new() { Version = "1.0.0", Hash = Samples.Hash('b'), Confidence = 0.95, Outcomes = [] }, Standing = PlanStanding.Draft,
        Study = new(
            "tele-music", "1", Titles("Tele-music in schools (synthetic data)"), Synthetic: true,
            "SYNTHETIC: made by a random number generator (seed 20260901); nobody answered anything, and the effects were put in by hand.",
            Population.Students, new(AllocationUnit.School, Randomized: true), Arms,
            [
                new("baseline", "Baseline", TimepointKind.Course, 0), new("before-session", "Before each session", TimepointKind.BeforeSession),
                new("after-session", "After each session", TimepointKind.AfterSession), new("endpoint", "End of the course", TimepointKind.Course, 13),
                new("follow-up", "Follow-up", TimepointKind.Course, 26),
            ],
            3, 24, 0.95, [new("live", "waiting-list"), new("hybrid", "waiting-list")]),
        Provenance = Hashes(
        [
            new("pss-10", "1.0", Hash('1'), "Perceived Stress Scale, 10 items", "PSS-10", true, true, "Sheldon Cohen"),
            new("erq-ca", "1.0", Hash('2'), "Emotion Regulation Questionnaire for Children and Adolescents", "ERQ-CA", true, false, "E. Gullone and J. Taffe"),
            new("swemwbs", "1.0", Hash('3'), "Short Warwick-Edinburgh Mental Well-being Scale", "SWEMWBS", true, true, "University of Warwick"),
            new("session-check-in", "1.0", Hash('4'), "Session check-in (three lines, before and after a session; not validated)", "Session check-in", false, true, "The Outcomes contributors"),
        ]),
        Flow = [.. Arms.Select((a, i) => new FlowArm(a.Id, a.Title, Q(Sizes[i].Started + 14), Q(i == 2 ? 0 : Sizes[i].Started - 11), Q(8),
            [new("baseline", Q(Sizes[i].Started)), new("endpoint", Q(Sizes[i].Finished + 12)), new("follow-up", Q(Sizes[i].Finished - 31))]))],
        Delivery = new(Q(192), Q(183), Q(9), [new(Delivery.Live, Q(138)), new(Delivery.Recorded, Q(45))], Q(9.7), Q(41), Q(0.4), Q(1.8)),
        Outcomes =
        [
            Course("stress", OutcomeRole.Primary, "stress", "pss-10", "total", "Perceived stress", Direction.LowerIsBetter, 0, 40, 20.6, 6.4, [-3.9, -2.2, -0.6]),
            Course("reappraisal", OutcomeRole.Secondary, "emotional_regulation", "erq-ca", "reappraisal", "Cognitive reappraisal", Direction.HigherIsBetter, 6, 30, 19.8, 4.4, [1.3, 0.3, 0.1]),
            Course("wellbeing", OutcomeRole.Secondary, "wellbeing", "swemwbs", "metric", "Mental well-being", Direction.HigherIsBetter, 7, 35, 21.4, 3.9, [1.1, 0.7, 0.2]),
            Session("session-stress", "stress", "Stress", Direction.LowerIsBetter, 4.8, [-1.31, -0.94]),
            Session("session-regulation", "emotional_regulation", "Emotional regulation", Direction.HigherIsBetter, 5.6, [0.82, 0.51]),
            Session("session-connection", "social_interaction", "Social connection", Direction.HigherIsBetter, 5.9, [0.44, 0.06]),
        ],
    };

    static OutcomeResult Course(string id, OutcomeRole role, string domain, string instrument, string scale, string title, Direction direction,
        double min, double max, double mean, double sd, double[] changes)
    {
        var groups = Arms.Select((a, i) => Group(a.Id, Sizes[i], mean + 0.2 * i, sd, changes[i], sd * 0.85, direction, role == OutcomeRole.Primary)).ToList();
        return Outcome(id, role, Estimand.CourseChange, domain, instrument, scale, title, direction, min, max, "baseline", "endpoint") with
        {
            Groups = [Group(null, (886, 761), mean + 0.2, sd, changes.Average(), sd * 0.85, direction, role == OutcomeRole.Primary), .. groups],
            Contrasts = [.. Enumerable.Range(0, 2).Select(i => Contrast(Arms[i].Id, Sizes[i].Finished, changes[i] - changes[2], sd))],
            Sites = [.. Enumerable.Range(1, 24).Select(k => Site(k, changes[(k - 1) % 3], sd))],
            Trend = [.. Trend(mean, sd, changes)],
            Measurement = new(Q(886), 10, E(0.842, 0.826, 0.857), Q(sd * 0.397), Q(23), Q(1.4)),
            ReliableChange = role == OutcomeRole.Primary
                ? new(Q(0.842), null, Q(sd), Q(sd * 0.562), Q(sd * 1.102), Quantity.None(Absence.NotPlanned), Quantity.None(Absence.NotPlanned), Quantity.None(Absence.NotPlanned), null) : null,
        };
    }

    static OutcomeResult Session(string id, string domain, string title, Direction direction, double mean, double[] changes) =>
        Outcome(id, OutcomeRole.Secondary, Estimand.SessionChange, domain, "session-check-in", id, title, direction, 0, 10, "before-session", "after-session") with
        {
            Groups =
            [
                Group(null, (580, 561), mean, 1.7, changes.Average(), 0.9, direction, false),
                Group("live", (291, 284), mean, 1.7, changes[0], 0.9, direction, false), Group("hybrid", (289, 277), mean, 1.7, changes[1], 0.9, direction, false),
            ],
            Measurement = new(Q(580), 1, Estimate.None(Absence.Undefined), Quantity.None(Absence.Undefined), Q(0), Q(3.1)),
        };

    static OutcomeResult Outcome(string id, OutcomeRole role, Estimand estimand, string domain, string instrument, string scale, string title,
        Direction direction, double min, double max, string from, string to) => new()
    {
        Id = id, Role = role, Estimand = estimand, Domain = domain, Instrument = instrument, Scale = scale, ScaleTitle = title, Direction = direction,
        Min = min, Max = max, From = from, To = to, Groups = [], Contrasts = [], Sites = [], Trend = [],
        Measurement = new(Q(0), 1, Estimate.None(Absence.Undefined), Quantity.None(Absence.Undefined), Q(0), Q(0)),
    };

    static GroupChange Group(string? arm, (double Started, double Finished) size, double mean, double sd, double change, double sdChange, Direction direction, bool categories)
    {
        var n = size.Finished;
        Estimate Mean(double m, double s) => E(m, m - 1.96 * s / Math.Sqrt(n), m + 1.96 * s / Math.Sqrt(n));
        var better = Math.Round(n * (0.12 + 0.06 * Math.Abs(change)));
        var worse = Math.Round(n * 0.09);
        var (dz, dav) = (change / sdChange, change / sd);
        return new()
        {
            Arm = arm, Started = Q(size.Started), Finished = Q(n), PreMean = Mean(mean, sd), PreSd = Q(sd), PostMean = Mean(mean + change, sd), PostSd = Q(sd),
            Change = Mean(change, sdChange), ChangeSd = Q(sdChange), T = Q(dz * Math.Sqrt(n)), Df = Q(n - 1), P = Q(Math.Min(0.9, Math.Exp(-Math.Abs(dz) * 12))),
            Dz = E(dz, dz - 0.13, dz + 0.13), Dav = E(dav, dav - 0.11, dav + 0.11), G = E(dav * 0.997, dav * 0.997 - 0.11, dav * 0.997 + 0.11),
            Categories = categories ? new(Quantity.None(Absence.NotPlanned), Q(better), Q(n - better - worse), Q(worse), Q(size.Started - n)) : null,
        };
    }

    static ArmContrast Contrast(string arm, double n, double difference, double sd)
    {
        var half = sd * 0.19;
        return new(arm, "waiting-list", "ancova_cr2", Q(n), Q(241), Q(16), E(difference, difference - half, difference + half), Q(12.6),
            Q(Math.Abs(difference) > half ? 0.0004 : 0.31), E(difference / sd, difference / sd - 0.19, difference / sd + 0.19));
    }

    static SiteChange Site(int number, double change, double sd)
    {
        var n = number == 7 ? 0 : number == 15 ? 6 : 22 + number * 7 % 19;
        var value = change + 1.4 * Math.Sin(number * 2.3);
        var half = n == 0 ? 0 : 2.02 * sd * 0.85 / Math.Sqrt(n);
        return new($"school-{number:00}", $"School {number:00}", $"district-{1 + number % 3}", Arms[(number - 1) % 3].Id, Q(n),
            n == 0 ? Estimate.None(Absence.Undefined) : E(value, value - half, value + half), n == 0 ? Quantity.None(Absence.Undefined) : Q(sd * 0.85));
    }

    static IEnumerable<TimepointMean> Trend(double mean, double sd, double[] changes)
    {
        for (var i = 0; i < 3; i++)
            foreach (var (time, share, n) in new[] { ("baseline", 0.0, Sizes[i].Started), ("endpoint", 1.0, Sizes[i].Finished), ("follow-up", 0.7, Sizes[i].Finished - 31) })
            {
                var m = mean + 0.2 * i + share * changes[i];
                yield return new(Arms[i].Id, time, Q(n), E(m, m - 1.96 * sd / Math.Sqrt(n), m + 1.96 * sd / Math.Sqrt(n)));
            }
    }
}
