using Outcomes.Statistics.LinearAlgebra;
using static System.Math;

namespace Outcomes.Statistics.Models;

/// <summary>How a cluster-robust covariance corrects for residuals that are smaller than errors.</summary>
public enum ClusterCorrection
{
    /// <summary>Not at all: too small with few clusters. Liang and Zeger (1986), doi:10.1093/biomet/73.1.13.</summary>
    CR0,

    /// <summary>CR0 times m/(m − 1), m clusters.</summary>
    CR1,

    /// <summary>CR0 times m(n − 1)/((m − 1)(n − p)), as Stata has it.</summary>
    CR1S,

    /// <summary>Aᵍ = (I − Hᵍᵍ)^(−1/2): unbiased if errors are independent and of equal variance. The default.</summary>
    CR2,

    /// <summary>Aᵍ = (I − Hᵍᵍ)^(−1): close to the jackknife over clusters, on the safe side.</summary>
    CR3,
}

/// <summary>
/// Cluster-robust covariance of ordinary least squares: V = M [Σ Xᵍ'AᵍeᵍeᵍʹAᵍXᵍ] M, M = (X'X)⁻¹, with degrees of freedom that know how few
/// clusters carry a coefficient. R: <c>clubSandwich::coef_test(fit, vcov = "CR2", cluster, test = "Satterthwaite")</c>.
/// </summary>
/// <remarks>
/// For an arm that whole schools were given, this and not the usual standard error is the one to show. Assumes independent clusters; nothing
/// about the correlation inside them. Sources: Bell and McCaffrey (2002), Survey Methodology 28, 169–181, for CR2 and the degrees of freedom
/// per coefficient; Pustejovsky and Tipton (2018), J. Bus. Econ. Stat. 36, 672–683, doi:10.1080/07350015.2016.1247004, for CR2 as it is here and the test HTZ.
/// <para>
/// With M = KK' and Z = XK (so Z'Z = I), Hᵍᵍ = ZᵍZᵍ', and for any function f, Zᵍ'f(Hᵍᵍ) = f(Sᵍ)Zᵍ' with Sᵍ = Zᵍ'Zᵍ: nothing larger than p × p is
/// ever decomposed, where clubSandwich takes the root of a matrix as wide as the cluster.
/// </para>
/// </remarks>
public sealed class ClusterRobust
{
    // An eigenvalue of I − H below this is zero: the cluster fits that direction by itself, and the generalised inverse drops it.
    const double FullLeverage = 1e-12;

    // What rounding leaves of a robust variance that is zero, beside the usual one.
    const double RoundingOnly = 1e-20;

    readonly Matrix k;
    readonly int[] kept;
    readonly Shares[] clusters;

    ClusterRobust(OrdinaryLeastSquares fit, Clusters by, ClusterCorrection correction)
    {
        (Fit, Clusters, Correction) = (fit, by, correction);
        kept = [.. Enumerable.Range(0, fit.Design.Columns).Where(j => fit.Estimable[j])];
        k = Cholesky.Of(fit.InverseCrossProduct.Select(kept, kept), "fit").Lower;
        (clusters, Matrix meat) = Reduce(fit.Residuals());
        Covariance = Spread(k.Times(meat).Times(k.Transposed()));
    }

    /// <summary>The model whose coefficients are tested.</summary>
    public OrdinaryLeastSquares Fit { get; }

    /// <summary>The clusters.</summary>
    public Clusters Clusters { get; }

    /// <summary>The correction.</summary>
    public ClusterCorrection Correction { get; }

    /// <summary>The covariance of the coefficients; 0 where a column has none.</summary>
    public Matrix Covariance { get; }

    /// <summary>From a fit and the cluster of each of its rows.</summary>
    /// <exception cref="InputException">There are fewer than two clusters, or not one cluster a row.</exception>
    public static ClusterRobust Of(OrdinaryLeastSquares fit, Clusters clusters, ClusterCorrection correction = ClusterCorrection.CR2)
    {
        Require.SameLength(fit.Design.Rows, clusters.Rows, nameof(clusters));
        if (clusters.Count < 2) throw new InputException(nameof(clusters), "one cluster says nothing of how clusters differ: two are the least");
        return new(fit, clusters, correction);
    }

    /// <summary>Per coefficient estimate, standard error, t, p and interval on its own degrees of freedom.</summary>
    public IReadOnlyList<Coefficient> Coefficients(double level = 0.95) =>
        [.. Enumerable.Range(0, Fit.Design.Columns).Select(j => Combination(Fit.Design.Names[j], Unit(j), level))];

    /// <summary>Σ wⱼ βⱼ with its t test. R: <c>clubSandwich::linear_contrast</c>.</summary>
    public Coefficient Combination(string name, ReadOnlySpan<double> weights, double level = 0.95)
    {
        Coefficient usual = Fit.Combination(name, weights, level: level);
        if (!usual.Estimate.Exists) return usual;
        double estimate = usual.Estimate.Value, variance = Covariance.Quadratic(weights, weights);
        // Every cluster that bears on it fits it by itself.
        if (!(variance > RoundingOnly * Fit.Covariance.Quadratic(weights, weights)))
            return Coefficient.None(name, "too few clusters bear on it: its robust variance is zero") with { Estimate = estimate };
        double df = ClusterContrasts.Satterthwaite(clusters, Rotated(weights));
        return df > 0
            ? Coefficient.Of(name, estimate, Sqrt(variance), df, level)
            : Coefficient.None(name, "too few clusters bear on it") with { Estimate = estimate, StandardError = Sqrt(variance) };
    }

    /// <summary>
    /// The Wald test that several coefficients are zero, with the reference distribution HTZ (Pustejovsky and Tipton 2018):
    /// (η − q + 1)/(ηq) b'V⁻¹b ~ F(q, η − q + 1). R: <c>clubSandwich::Wald_test(fit, constrain_zero(names), vcov = "CR2")</c>.
    /// </summary>
    /// <param name="columns">The coefficients, by index.</param>
    /// <returns>The test; null where a coefficient has no estimate, V cannot be inverted or η − q + 1 is not positive: there are
    /// too few clusters for the number of hypotheses, and no test exists.</returns>
    public FTest? WaldHtz(ReadOnlySpan<int> columns)
    {
        Require.AtLeast(1, columns.Length, nameof(columns), "coefficients");
        int[] tested = columns.ToArray();
        if (tested.Any(j => !Fit.Estimable[j]) || IsRoundingOnly(tested) || Cholesky.TryOf(Covariance.Select(tested, tested)) is not { } factor)
            return null;
        double[] b = [.. tested.Select(j => Fit.Beta[j])];
        int q = tested.Length;
        var contrasts = new Matrix(q, kept.Length, [.. tested.SelectMany(j => Rotated(Unit(j)))]);
        double eta = ClusterContrasts.Hotelling(clusters, contrasts);
        double df = eta - q + 1;
        return df > 0 ? FTest.Of(df / (eta * q) * Matrix.Dot(b, factor.Solve(b)), q, df) : null;
    }

    /// <summary>Whether in some direction the robust covariance is zero but for rounding.</summary>
    bool IsRoundingOnly(int[] tested)
    {
        Cholesky usual = Cholesky.Of(Fit.Covariance.Select(tested, tested), "columns");
        Matrix whitened = Covariance.Select(tested, tested);
        for (int turn = 0; turn < 2; turn++)
        {
            for (int i = 0; i < tested.Length; i++) usual.SolveLower(whitened.Row(i));
            whitened = whitened.Transposed();
        }
        return !(SymmetricEigen.Of(whitened).Values[0] > RoundingOnly);
    }

    /// <summary>Per cluster Sᵍ and Zᵍ'eᵍ, what the correction makes of them, and the sum of what is squared between the M.</summary>
    (Shares[] Clusters, Matrix Meat) Reduce(double[] residuals)
    {
        (int[] rows, int[] starts) = Clusters.Sorted();
        var shares = new Shares[Clusters.Count];
        var forces = new double[Clusters.Count][];
        Parallel.For(0, shares.Length, g => (shares[g], forces[g]) = Reduce(rows.AsSpan(starts[g]..starts[g + 1]), residuals));
        var meat = new Matrix(kept.Length, kept.Length);
        foreach (double[] force in forces)
            for (int i = 0; i < force.Length; i++)
                for (int j = 0; j < force.Length; j++) meat[i, j] += force[i] * force[j];
        return (shares, meat);
    }

    (Shares, double[]) Reduce(ReadOnlySpan<int> rows, double[] residuals)
    {
        int p = kept.Length;
        Matrix s = new(p, p);
        double[] force = new double[p], z = new double[p];
        foreach (int row in rows)
        {
            Rotate(Fit.Design.Values.Row(row), z);
            for (int i = 0; i < p; i++)
            {
                force[i] += z[i] * residuals[row];
                for (int j = 0; j <= i; j++) s[i, j] += z[i] * z[j];
            }
        }
        for (int i = 0; i < p; i++)
            for (int j = 0; j < i; j++) s[j, i] = s[i, j];
        SymmetricEigen eigen = SymmetricEigen.Of(s);
        var shares = new Shares(eigen.Apply(e => e * Square(Adjust(e))), eigen.Apply(e => e * Adjust(e)));
        return (shares, eigen.Apply(Adjust).Times(force));
    }

    /// <summary>f: what A does in a direction of which the cluster holds the share s of leverage.</summary>
    double Adjust(double s)
    {
        double m = Clusters.Count, n = Clusters.Rows;
        return Correction switch
        {
            ClusterCorrection.CR0 => 1,
            ClusterCorrection.CR1 => Sqrt(m / (m - 1)),
            ClusterCorrection.CR1S => Sqrt(m * (n - 1) / ((m - 1) * (n - kept.Length))),
            ClusterCorrection.CR2 => 1 - s > FullLeverage ? 1 / Sqrt(1 - s) : 0,
            _ => 1 - s > FullLeverage ? 1 / (1 - s) : 0,
        };
    }

    /// <summary>z' = x'K, over the columns that have a coefficient.</summary>
    void Rotate(ReadOnlySpan<double> x, double[] z)
    {
        for (int j = 0; j < z.Length; j++)
        {
            double sum = 0;
            for (int i = j; i < z.Length; i++) sum += x[kept[i]] * k[i, j];
            z[j] = sum;
        }
    }

    double[] Rotated(ReadOnlySpan<double> weights)
    {
        var rotated = new double[kept.Length];
        Rotate(weights, rotated);
        return rotated;
    }

    Matrix Spread(Matrix own)
    {
        var all = new Matrix(Fit.Design.Columns, Fit.Design.Columns);
        for (int i = 0; i < kept.Length; i++)
            for (int j = 0; j < kept.Length; j++) all[kept[i], kept[j]] = own[i, j];
        return all;
    }

    double[] Unit(int column)
    {
        var unit = new double[Fit.Design.Columns];
        unit[column] = 1;
        return unit;
    }

    static double Square(double x) => x * x;

    /// <summary>Of one cluster: S f(S)² and S f(S).</summary>
    internal readonly record struct Shares(Matrix Squared, Matrix Plain);
}
