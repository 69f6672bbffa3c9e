using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;
using static Outcomes.Reports.Tests.Samples;

namespace Outcomes.Reports.Tests;

/// <summary>What the board's and the school's report show beyond the researcher's: reach, ways of delivery, schools' categories, equivalence.</summary>
static partial class SyntheticSample
{
    public const string OneSchool = "school-08";

    /// <summary>The same study with everything that a plan may ask for and a board may see.</summary>
    public static AnalysisResult ForBoard()
    {
        var result = Result();
        return result with
        {
            Reach = Reach(),
            Delivery = result.Delivery with { Planned = Q(200), Missed = Q(17), ByDelivery = [new(Delivery.Live, Q(112)), new(Delivery.Recorded, Q(45)), new(Delivery.InPerson, Q(26))] },
            Outcomes = [.. result.Outcomes.Select((o, i) => i > 0 ? o : o with
            {
                Sites = [.. o.Sites.Select(s => s with { Started = Q(s.N.Value!.Value + 4), Categories = Categories(s.N.Value.Value) })],
                Contrasts = [.. o.Contrasts.Select(k => k with { AdjustedP = Q(0.003) })],
                Equivalence = [new("hybrid", "live", 2.5, E(1.4, 0.5, 2.3), Q(400), Q(0.03), true)],
            })],
        };
    }

    /// <summary>Every level adds up to all those enrolled: 928.</summary>
    static IReadOnlyList<ReachRow> Reach() =>
    [
        Reached(Grouping.Language, "en", "en", 561, 541, 486), Reached(Grouping.Language, "es", "es", 243, 229, 188),
        Reached(Grouping.Language, "zh-Hans", "zh-Hans", 84, 80, 68), Reached(Grouping.Language, "ar", "ar", 40, 36, 19),
        Reached(Grouping.District, "district-1", "Hill", 312, 300, 259), Reached(Grouping.District, "district-2", "River", 309, 294, 252), Reached(Grouping.District, "district-3", "Coast", 307, 292, 250),
        Reached(Grouping.Connection, "better", "better", 306, 299, 267), Reached(Grouping.Connection, "worse", "worse", 301, 288, 242), Reached(Grouping.Connection, "unknown", "unknown", 321, 299, 252),
    ];

    static ReachRow Reached(Grouping by, string level, string title, int enrolled, int started, int finished) => new(by, level, title, Q(enrolled), Q(started), Q(finished));

    static ChangeCategories Categories(double n)
    {
        var (better, worse) = (Math.Round(n * 0.36), Math.Round(n * 0.1));
        return new(Quantity.None(Absence.NotPlanned), Q(better), Q(n - better - worse), Q(worse), Q(4));
    }
}
