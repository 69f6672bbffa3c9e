using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Missing;

/// <summary>Brings the analyses of several completed data sets together.</summary>
/// <remarks>
/// <para>Limits: the imputations must be proper draws from a model that holds the analysis (its variables, arms and interactions),
/// and the estimate about normal: pool correlations as Fisher's z, odds ratios as logarithms.</para>
/// <para>References: Rubin, D. B. (1987), Multiple Imputation for Nonresponse in Surveys, section 3.1,
/// https://doi.org/10.1002/9780470316696; Barnard, J. and Rubin, D. B. (1999), Biometrika 86, 948-955,
/// https://doi.org/10.1093/biomet/86.4.948. R: <c>summary(mice::pool(fits), conf.int = TRUE)</c>.</para>
/// </remarks>
public static class RubinsRules
{
    // mice's floor of the share of variance that is due to missingness: keeps df finite where imputations agree.
    const double LeastLambda = 1e-4;

    /// <summary>Pools one coefficient.</summary>
    /// <param name="estimates">Q_l: the estimate in each of m completed data sets, two at least.</param>
    /// <param name="variances">U_l: its squared standard error in each.</param>
    /// <param name="completeDf">Residual degrees of freedom had nothing been missing, n - p; infinite for a z test.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="InputException">Fewer than two, different lengths, a value not finite, a negative variance, or df not positive.</exception>
    public static PooledEstimate Pool(
        ReadOnlySpan<double> estimates, ReadOnlySpan<double> variances, double completeDf, double level = 0.95)
    {
        Require.AtLeast(2, estimates.Length, nameof(estimates), "imputations");
        Require.SameLength(estimates.Length, variances.Length, nameof(variances));
        Require.Finite(estimates);
        Require.Finite(variances);
        Require.Positive(completeDf);
        Require.Level(level);
        foreach (var variance in variances)
            if (variance < 0) throw new InputException(nameof(variances), "holds a negative variance");
        int m = estimates.Length;
        var (mean, between) = MeanAndVariance(estimates);
        var (within, _) = MeanAndVariance(variances);
        var added = (1 + 1.0 / m) * between;
        return Tested(mean, within, between, within + added, added, m, completeDf, level);
    }

    static PooledEstimate Tested(
        double mean, double within, double between, double total, double added, int m, double completeDf, double level)
    {
        const string NoError = "the estimate has no standard error";
        var lambda = Number.Of(added / total, NoError);
        var increase = Number.Of(added / within, NoError);
        var df = lambda.Map(l => BarnardRubin(m, Math.Max(l, LeastLambda), completeDf));
        var oldDf = lambda.Exists ? Number.Of((m - 1) / (lambda.Value * lambda.Value), "the imputations agree: infinite") : lambda;
        var missing = increase.Exists && df.Exists
            ? (increase.Value + 2 / (df.Value + 3)) / (increase.Value + 1)
            : Number.None(NoError);
        var error = Math.Sqrt(total);
        var t = Number.Of(mean / error, NoError);
        return new PooledEstimate(mean, m, within, between, total, increase, lambda, missing, df, oldDf, t,
            t.Exists && df.Exists ? StudentT.TwoSided(t.Value, df.Value) : Number.None(NoError),
            df.Exists ? Interval.Around(mean, StudentT.Critical(level, df.Value) * error, level) : null);
    }

    static double BarnardRubin(int m, double lambda, double completeDf)
    {
        var old = (m - 1) / (lambda * lambda);
        if (double.IsInfinity(completeDf)) return old;
        var observed = (completeDf + 1) / (completeDf + 3) * completeDf * (1 - lambda);
        return old * observed / (old + observed);
    }

    /// <summary>Tests several coefficients at once, such as all of a factor: D1 of Li, Raghunathan and Rubin with Reiter's degrees of
    /// freedom for small samples.</summary>
    /// <param name="estimates">Per imputation the k estimates that are zero under the hypothesis.</param>
    /// <param name="covariances">Per imputation their k by k covariance matrix.</param>
    /// <param name="completeDf">n - p of the whole model; infinite for the large-sample df of Li and colleagues.</param>
    /// <returns>F = Q' U^-1 Q/(k (1 + r)) with r = (1 + 1/m) tr(B U^-1)/k.</returns>
    /// <remarks>Li, K. H., Raghunathan, T. E. and Rubin, D. B. (1991), JASA 86, 1065-1073, https://doi.org/10.1080/01621459.1991.10475152; Reiter, J. P.
    /// (2007), Biometrika 94, 502-508, https://doi.org/10.1093/biomet/asm028. R: <c>mice::D1(fit1, fit0)</c>. Takes for granted
    /// that missingness weighs on all k alike.</remarks>
    /// <exception cref="InputException">Fewer than two imputations, sizes that differ, or a within covariance that is singular.</exception>
    public static PooledWald JointTest(IReadOnlyList<double[]> estimates, IReadOnlyList<Matrix> covariances, double completeDf)
    {
        Require.AtLeast(2, estimates.Count, nameof(estimates), "imputations");
        Require.SameLength(estimates.Count, covariances.Count, nameof(covariances));
        Require.Positive(completeDf);
        int m = estimates.Count, k = estimates[0].Length;
        Require.AtLeast(1, k, nameof(estimates), "coefficients");
        var within = new Matrix(k, k);
        for (var l = 0; l < m; l++)
        {
            Require.SameLength(k, estimates[l].Length, nameof(estimates));
            Require.SameLength(k * k, covariances[l].Values.Length, nameof(covariances));
            for (var c = 0; c < k * k; c++) within.Values[c] += covariances[l].Values[c] / m;
        }
        var inverse = Cholesky.Of(within, nameof(covariances)).Inverse();
        var mean = Enumerable.Range(0, k).Select(c => estimates.Average(q => q[c])).ToArray();
        // tr(B U^-1) is the mean square length of deviations in the metric of U.
        var trace = estimates.Sum(q => Length(q.Zip(mean, (x, y) => x - y).ToArray(), inverse)) / (m - 1);
        var r = (1 + 1.0 / m) * trace / k;
        var f = Length(mean, inverse) / (k * (1 + r));
        var df2 = JointDf(k, m, r, completeDf);
        return new PooledWald(f, k, df2, df2.Map(df => FisherF.UpperTail(f, k, df)), r);
    }

    static double Length(double[] x, Matrix metric) => metric.Quadratic(x, x);

    static Number JointDf(int k, int m, double r, double completeDf)
    {
        double t = k * (m - 1.0);
        if (r == 0) return Number.Of(completeDf, "the imputations agree: infinite");
        if (double.IsInfinity(completeDf))
            return t > 4 ? 4 + (t - 4) * Square(1 + (1 - 2 / t) / r) : t * (1 + 1.0 / k) * Square(1 + 1 / r) / 2;
        if (t <= 4) return Number.None($"k (m - 1) = {t} must exceed 4: use more imputations");
        double a = r * t / (t - 2), v = (completeDf + 1) / (completeDf + 3) * completeDf;
        double c1 = v - 2 * (1 + a), c2 = v - 4 * (1 + a);
        var z = 1 / c2 + (a * a * c1 / (Square(1 + a) * c2) + 8 * a * a * c1 / ((1 + a) * c2 * c2) + 4 * a * a / ((1 + a) * c2)
            + 4 * a * a / (c2 * c1) + 16 * a * a * c1 / (c2 * c2 * c2) + 8 * a * a / (c2 * c2)) / (t - 4);
        return 4 + 1 / z;
    }

    static (double Mean, double Variance) MeanAndVariance(ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0;
        foreach (var x in values) sum += x;
        var mean = sum / values.Length;
        foreach (var x in values) squares += Square(x - mean);
        return (mean, squares / (values.Length - 1));
    }

    static double Square(double x) => x * x;
}
