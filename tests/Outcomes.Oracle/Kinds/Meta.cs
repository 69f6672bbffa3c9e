using Outcomes.Statistics.Synthesis;

namespace Outcomes.Oracle.Kinds;

/// <summary>Effects of sites with their variances, brought together.</summary>
public static class Meta
{
    public static void Answer(Case @case, Answers answers)
    {
        var rows = @case.Data.Complete("yi", "vi");
        Answer(rows.Numbers("yi"), rows.Numbers("vi"), answers);
    }

    /// <summary>The same keys wherever effects come from.</summary>
    public static void Answer(double[] effects, double[] variances, Answers answers)
    {
        var meta = new MetaAnalysis(effects, variances);
        answers.Add("Q", () => new Tree(
            ("Q", meta.Heterogeneity.Q), ("df", meta.Heterogeneity.Df), ("p", meta.Heterogeneity.P), ("k", effects.Length)));
        answers.Add("common_effect", () => Mean(meta.CommonEffect));
        answers.Add("DL", () => Random(meta.RandomEffects(BetweenSiteVariance.DerSimonianLaird)));
        answers.Add("DL_hartung_knapp", () => Random(meta.RandomEffects(BetweenSiteVariance.DerSimonianLaird, MeanTest.HartungKnapp)));
        answers.Add("REML", () => Random(meta.RandomEffects()));
        answers.Add("REML_exact", () => Random(meta.RandomEffects()));
        answers.Add("REML_hartung_knapp", () => Random(meta.RandomEffects(BetweenSiteVariance.Reml, MeanTest.HartungKnapp)));
        answers.Add("tau2_ci95_Qprofile", () => AsMetafor(meta));
    }

    /// <summary>metafor looks for the limits up to max(100, 10 tau^2) and reports that end where they lie beyond: with two sites, say.</summary>
    static double[] AsMetafor(MetaAnalysis meta)
    {
        var (interval, farthest) = (meta.TauSquaredInterval(), Math.Max(100, 10 * meta.RandomEffects().TauSquared));
        return [Math.Min(interval.Lower, farthest), Math.Min(interval.Upper, farthest)];
    }

    static Tree Mean(PooledEffect one) => new(
        ("mu", one.Mean), ("se", one.StandardError), ("ci95", one.Interval), ("stat", one.Statistic), ("p", one.P));

    static Tree Random(RandomEffects one)
    {
        var tree = Mean(one.Pooled);
        tree["tau2"] = one.TauSquared;
        tree["tau"] = one.Tau;
        tree["I2_pct"] = 100 * one.ISquared;
        tree["H2"] = one.HSquared;
        tree["prediction_interval_metafor_default"] = one.PredictionIntervalOfTest;
        tree["prediction_interval_t_km2"] = Shapes.Limits(one.PredictionInterval);
        return tree;
    }
}
