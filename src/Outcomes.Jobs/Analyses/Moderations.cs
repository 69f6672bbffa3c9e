using Outcomes.Domain;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Statistics;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Models;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// How a contrast, or the change itself, depends on something about the sessions or on language. A contrast is of the two arms' people:
/// To by arm, moderator, their product, the score at From and covariates. Change is of all who were measured, at the mean score at From.
/// Complete cases, with the plan's clustering.
/// </summary>
sealed class Moderations(PlanRun run, OutcomeData outcome, ModelData data)
{
    const int Points = 25;

    public IReadOnlyList<ModerationResult> All() =>
        [.. run.Plan.Moderators.Where(m => m.Outcome == outcome.Planned.Id).Select(m => m.By == ModeratorKind.Language ? new LanguageModeration(run, outcome, data, m).Result() : Numeric(m))];

    ModerationResult Numeric(PlannedModerator planned)
    {
        double[] all = [.. outcome.People.Select(p => run.Exposure.Of(p.Who.Pseudonym, planned.By))];
        var rows = Rows(data, planned, all);
        double[] values = Array.ConvertAll(rows, i => all[i]);
        var moments = Moments.Of(values);
        var nothing = Nothing(planned, rows.Length);
        if (rows.Length == 0) return Noted("moderator_not_measured", planned, nothing);
        nothing = nothing with { Quartiles = Quartiles(values) };
        if (!(moments.StandardDeviation.Or(0) > Quantities.RoundingOnly)) return Noted("moderator_does_not_vary", planned, nothing);
        if (LacksSchools(run, planned, data.At(rows))) return Noted("moderation_not_testable", planned, nothing);
        var center = moments.Mean.Value;
        var model = run.Deviations.Try(() => Model(planned, data.At(rows), Array.ConvertAll(values, v => v - center)), "model_not_fitted", planned.Outcome, planned.Id);
        return model is null ? nothing : Depends(planned, nothing, model, center, [.. values.Order()]);
    }

    /// <summary>Columns: of a change, intercept (the effect) and moderator (its slope); of a contrast, arm and their product.</summary>
    AdjustedModel Model(PlannedModerator planned, ModelData rows, double[] centred)
    {
        var moderator = new Numeric("moderator", centred);
        if (planned.Arm is null) return new(DesignMatrix.Of([new(moderator), new(Pre(rows))], rows.Count), Change(rows), rows.Schools, run.IsClustered);
        var arm = Factor.Of(ModelData.Arm, rows.Arms, planned.Comparator);
        return new(DesignMatrix.Of([new(arm), new(moderator), new(arm, moderator), .. rows.Adjustment()], rows.Count), rows.Post, rows.Schools, run.IsClustered);
    }

    ModerationResult Depends(PlannedModerator planned, ModerationResult nothing, AdjustedModel model, double center, double[] values)
    {
        var (effect, product) = planned.Arm is null ? (0, 1) : (1, 3);
        var weights = new double[model.Design.Columns];
        weights[product] = 1;
        var slope = model.Combination(weights, run.Plan.Confidence);
        var result = nothing with { Slope = slope.ToEstimate(), P = slope.P.ToQuantity() };
        if (!slope.P.Exists || !model.IsEstimable(effect)) return Noted(slope.Estimate.Exists ? "moderation_not_testable" : "moderation_not_estimable", planned, result);
        var moderated = ModeratedEffect.From(model.Beta, model.Covariance, effect, product, slope.Df.Or(double.PositiveInfinity), center);
        var bounds = moderated.Bounds(run.Plan.Confidence);
        return result with
        {
            Points = [.. Enumerable.Range(0, Points).Select(i => values[0] + (values[^1] - values[0]) * i / (Points - 1))
                .Select(at => new ModerationPoint(at, moderated.At("", at, run.Plan.Confidence).ToEstimate()))],
            Region = EnumNames<SignificantRegion>.Of(bounds.Region),
            RegionLow = bounds.Lower.ToQuantity(), RegionHigh = bounds.Upper.ToQuantity(),
        };
    }

    ModerationResult Noted(string code, PlannedModerator planned, ModerationResult result)
    {
        run.Deviations.Add(code, planned.Outcome, planned.Id);
        return result;
    }

    /// <summary>Who can be in the model: finished, the moderator known, in one of the two arms, no covariate missing.</summary>
    public static int[] Rows(ModelData data, PlannedModerator planned, double[] moderator) =>
        [.. Enumerable.Range(0, data.Count).Where(i => double.IsFinite(data.Pre[i] + data.Post[i] + moderator[i])
            && (planned.Arm is null || ((data.Arms[i] == planned.Arm || data.Arms[i] == planned.Comparator) && data.Covariates.All(c => c.Scores is null || double.IsFinite(c.Scores[i])))))];

    public static bool LacksSchools(PlanRun run, PlannedModerator planned, ModelData rows) =>
        run.IsClustered && planned.Arm is not null && !rows.HasSchools(planned.Arm, planned.Comparator!);

    public static ModerationResult Nothing(PlannedModerator planned, int n) => new(planned.Id, planned.By, planned.Arm, planned.Comparator, Quantity.Of(n),
        Estimate.None(Absence.Undefined), Quantities.Undefined, [], null, Quantities.Undefined, Quantities.Undefined, []);

    public static double[] Change(ModelData rows) => [.. rows.Post.Zip(rows.Pre, (post, pre) => post - pre)];

    /// <summary>The score at From about its mean, so that the rest is at that mean.</summary>
    public static Numeric Pre(ModelData rows)
    {
        var mean = Moments.Of(rows.Pre).Mean.Or(0);
        return new("pre", Array.ConvertAll(rows.Pre, x => x - mean));
    }

    static IReadOnlyList<Quantity> Quartiles(double[] values)
    {
        var summary = Summary.Of(values);
        return [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(p => summary.Quantile7(p).ToQuantity())];
    }
}
