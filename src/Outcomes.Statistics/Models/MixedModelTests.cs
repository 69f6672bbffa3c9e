using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>How the denominator degrees of freedom of a mixed model's tests are found.</summary>
public enum DegreesOfFreedom
{
    /// <summary>
    /// For a contrast c with variance f(v) = c'Φc: 2 f² / (∇f' A ∇f), A the inverse observed information of v. Satterthwaite (1946), Biometrics
    /// Bulletin 2, 110–114, doi:10.2307/3002019; Fai and Cornelius (1996), J. Stat. Comput. Simul. 54, 363–378,
    /// doi:10.1080/00949659608811740, for several contrasts.
    /// </summary>
    Satterthwaite,

    /// <summary>
    /// A covariance of β corrected for the estimation of v, with matching degrees of freedom, from the expected information: better with
    /// few clusters. Kenward and Roger (1997), Biometrics 53, 983–997, doi:10.2307/2533558. REML only.
    /// </summary>
    KenwardRoger,
}

/// <summary>The tests of fixed effects of one fit. Contrasts are taken to the standardised columns, where everything was computed.</summary>
internal sealed class MixedModelTests
{
    readonly MixedModelFit fit;
    readonly KenwardRoger? kenwardRoger;
    readonly Matrix[] derivatives;

    public MixedModelTests(MixedModelFit fit, DegreesOfFreedom method)
    {
        this.fit = fit;
        LikelihoodPoint point = fit.Point;
        if (method == DegreesOfFreedom.KenwardRoger) kenwardRoger = KenwardRoger.Of(fit);
        // ∂Φ/∂vₖ = Φ X'V⁻¹GₖV⁻¹X Φ.
        derivatives = [.. point.Sums.First.Select(s => point.Phi.Times(ProfiledLikelihood.Leading(s)).Times(point.Phi))];
    }

    public IReadOnlyList<Coefficient> Coefficients(double level) =>
        Enumerable.Range(0, fit.Design.Columns).Select(j => Combination(fit.Design.Names[j], Unit(j), level)).ToList();

    public Coefficient Combination(string name, ReadOnlySpan<double> weights, double level)
    {
        Require.SameLength(fit.Design.Columns, weights.Length, nameof(weights));
        for (int j = 0; j < weights.Length; j++)
            if (weights[j] != 0 && !fit.Kept.Contains(j))
                return Coefficient.None(name, $"the column {fit.Design.Names[j]} is a combination of those before it");
        double[] c = Standardised(weights);
        Matrix covariance = kenwardRoger?.Adjusted ?? fit.Point.Phi;
        double variance = covariance.Quadratic(c, c);
        double df = kenwardRoger?.Df(c) ?? Satterthwaite(c);
        return Coefficient.Of(name, Matrix.Dot(weights, fit.Beta), Math.Sqrt(variance), df, level);
    }

    public FTest F(Matrix hypotheses)
    {
        var rows = Enumerable.Range(0, hypotheses.Rows).Select(i => Standardised(hypotheses.Row(i))).ToArray();
        double[] values = [.. Enumerable.Range(0, hypotheses.Rows).Select(i => Matrix.Dot(hypotheses.Row(i), fit.Beta))];
        Matrix l = new(rows.Length, fit.Kept.Length, [.. rows.SelectMany(row => row)]);
        return kenwardRoger?.F(l, values) ?? SatterthwaiteF(l, values);
    }

    double Satterthwaite(double[] c)
    {
        double f = fit.Point.Phi.Quadratic(c, c);
        double[] gradient = [.. derivatives.Select(d => d.Quadratic(c, c))];
        return 2 * f * f / fit.ComponentCovariance.Quadratic(gradient, gradient);
    }

    /// <summary>The hypotheses turned to independent contrasts, each with its t² and degrees of freedom; their mean is F.</summary>
    FTest SatterthwaiteF(Matrix l, double[] values)
    {
        Matrix covariance = l.Times(fit.Point.Phi).Times(l.Transposed());
        SymmetricEigen eigen = SymmetricEigen.Of(covariance);
        double smallest = 1e-12 * eigen.Values[^1];
        int[] kept = [.. Enumerable.Range(0, values.Length).Where(i => eigen.Values[i] > smallest)];
        if (kept.Length == 0) throw new InputException("hypotheses", "none of them can be tested");
        double squares = 0;
        var dfs = new List<double>();
        foreach (int i in kept)
        {
            double[] direction = eigen.Vectors.Column(i);
            double t = Matrix.Dot(direction, values);
            squares += t * t / eigen.Values[i];
            dfs.Add(Satterthwaite(l.Transposed().Times(direction)));
        }
        return FTest.Of(squares / kept.Length, kept.Length, Pooled(dfs));
    }

    /// <summary>
    /// The ν of an F whose expectation is that of the mean of F(1, νᵢ): 2E/(E − q), E = Σ νᵢ/(νᵢ − 2) (Fai and Cornelius 1996); 2 where
    /// some νᵢ is not above 2 and the expectation does not exist.
    /// </summary>
    static double Pooled(List<double> dfs)
    {
        if (dfs.Count == 1 || dfs.Max() - dfs.Min() < 1e-8 * dfs.Max()) return dfs.Average();
        if (dfs.Any(df => df <= 2)) return 2;
        double expectation = dfs.Sum(df => df / (df - 2));
        return 2 * expectation / (expectation - dfs.Count);
    }

    /// <summary>A contrast of all columns as one of the standardised ones that were kept.</summary>
    double[] Standardised(ReadOnlySpan<double> weights)
    {
        var kept = new double[fit.Kept.Length];
        for (int j = 0; j < kept.Length; j++) kept[j] = weights[fit.Kept[j]];
        return fit.Data.Columns.Contrast(kept);
    }

    double[] Unit(int column)
    {
        var unit = new double[fit.Design.Columns];
        unit[column] = 1;
        return unit;
    }
}
