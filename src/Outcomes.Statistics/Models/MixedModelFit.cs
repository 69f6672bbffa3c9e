using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>A fitted linear mixed model. Variance components are in the order σ², then per grouping the lower triangle of D by rows.</summary>
public sealed class MixedModelFit
{
    const double SingularRoot = 1e-4;

    readonly MixedModelData data;
    readonly VarianceRoots roots;
    readonly double[] phi;
    readonly ComponentScale scale;

    internal MixedModelFit(
        DesignMatrix design, int[] kept, Clusters clusters, Estimation estimation, MixedModelData data,
        ProfiledLikelihood likelihood, VarianceRoots roots, double[] phi, LikelihoodPoint point)
    {
        (Design, Kept, Clusters, Estimation, this.data, Likelihood, this.roots, this.phi, Point) =
            (design, kept, clusters, estimation, data, likelihood, roots, phi, point);
        scale = new ComponentScale(data);
        Components = scale.Back(point.V);
        ComponentCovariance = roots.Covariance(phi, point);
        Beta = Spread(data.Columns.Coefficients(point.Beta));
        Covariance = Spread(Rescaled(point.Phi));
        ObservedInformation = scale.Information(point.Hessian);
        ExpectedInformation = scale.Information(point.Expected);
    }

    /// <summary>The fixed effects as they were given.</summary>
    public DesignMatrix Design { get; }

    /// <summary>The clusters; with two levels, the outer ones.</summary>
    public Clusters Clusters { get; }

    /// <summary>REML, or ML.</summary>
    public Estimation Estimation { get; }

    /// <summary>β = (X'V⁻¹X)⁻¹X'V⁻¹y, a value a column; 0 where the column is a combination of others.</summary>
    public double[] Beta { get; }

    /// <summary>Φ = (X'V⁻¹X)⁻¹ at the estimated variances; 0 where a column has no coefficient.</summary>
    public Matrix Covariance { get; }

    /// <summary>All variance components: σ², then those of the random effects.</summary>
    public double[] Components { get; }

    /// <summary>σ².</summary>
    public double ResidualVariance => Components[0];

    /// <summary>
    /// D of each grouping: with a random slope [[τ₀², τ₀₁], [τ₀₁, τ₁²]]; with two levels first that of the inner one, then of the outer.
    /// </summary>
    public IReadOnlyList<Matrix> RandomEffects => scale.Covariances(Components);

    /// <summary>
    /// τ²/(τ² + σ²) of a random intercept: the share of variance, given the fixed effects, that lies between clusters. With two levels the
    /// share of the outer level in all three; with a random slope it would depend on the slope's variable, so there is none.
    /// </summary>
    public Number IntraclassCorrelation => roots.Groups.Any(size => size > 1)
        ? Number.None("with a random slope it differs from row to row")
        : Components[^1] / Components.Sum();

    /// <summary>Minus twice the (restricted) log likelihood at the estimates, with (n − p) log 2π and log|X'V⁻¹X|, as lme4 has it.</summary>
    public double Criterion => Point.Deviance + Shift;

    /// <summary>The (restricted) log likelihood.</summary>
    public double LogLikelihood => -Criterion / 2;

    /// <summary>Whether a variance is zero or a correlation ±1: the data ask for no more random effects than fewer would give.</summary>
    public bool Singular => RandomEffects.Any(IsSingular);

    /// <summary>½ ∂²D/∂v∂v' at the estimates, in the order of <see cref="Components"/>.</summary>
    public Matrix ObservedInformation { get; }

    /// <summary>Its expectation (REML: ½ tr PGₖPGₗ).</summary>
    public Matrix ExpectedInformation { get; }

    /// <summary>The largest derivative of the criterion, each for a relative change of its component's root: zero but for rounding.</summary>
    public double ScaledScore => roots.Gradient(phi, Point).Zip(phi, (g, f) => Math.Abs(g * f)).Max() / Design.Rows;

    internal int[] Kept { get; }
    internal ProfiledLikelihood Likelihood { get; }
    internal LikelihoodPoint Point { get; }
    /// <summary>A, the covariance of the standardised components, from the observed information.</summary>
    internal Matrix ComponentCovariance { get; }
    internal MixedModelData Data => data;

    /// <summary>Per coefficient its t test. R: <c>summary(lmerTest::lmer(…))</c>, with <c>ddf = "Kenward-Roger"</c> for the other.</summary>
    public IReadOnlyList<Coefficient> Coefficients(
        DegreesOfFreedom method = DegreesOfFreedom.Satterthwaite, double level = 0.95) => new MixedModelTests(this, method).Coefficients(level);

    /// <summary>The t test of Σ wⱼ βⱼ, such as a simple slope. R: <c>lmerTest::contest1D</c>.</summary>
    public Coefficient Combination(
        string name, ReadOnlySpan<double> weights, DegreesOfFreedom method = DegreesOfFreedom.Satterthwaite, double level = 0.95) =>
        new MixedModelTests(this, method).Combination(name, weights, level);

    /// <summary>The F test that Lβ = 0. R: <c>lmerTest::contestMD</c>, <c>pbkrtest::KRmodcomp</c>.</summary>
    /// <param name="hypotheses">L, one hypothesis a row, one column a coefficient.</param>
    /// <param name="method">How denominator degrees of freedom are found.</param>
    public FTest Test(Matrix hypotheses, DegreesOfFreedom method = DegreesOfFreedom.Satterthwaite) =>
        new MixedModelTests(this, method).F(hypotheses);

    /// <summary>
    /// Type III tests: of each term, with effects averaged over the levels of the factors it interacts with. R: <c>anova(fit, type = 3)</c> of
    /// lmerTest.
    /// </summary>
    public IReadOnlyList<(string Term, FTest Test)> TypeThree(DegreesOfFreedom method = DegreesOfFreedom.Satterthwaite) =>
        TypeThreeHypotheses.Of(Design, Kept).Select(term => (term.Name, Test(term.Hypotheses, method))).ToList();

    /// <summary>The likelihood ratio test of the random effects. R: <c>lmerTest::ranova</c>.</summary>
    public RandomEffectTest TestRandomEffects() => RandomEffectTest.Of(this);

    /// <summary>What the criterion at standardised columns lacks of that at the columns as given.</summary>
    internal double Shift => Estimation == Estimation.Maximum
        ? 2 * Design.Rows * Math.Log(data.Columns.OutcomeScale)
        : 2 * (Design.Rows - Kept.Length) * Math.Log(data.Columns.OutcomeScale) - 2 * data.Columns.LogDeterminant();

    Matrix Rescaled(Matrix standardised)
    {
        Matrix t = data.Columns.T, back = t.Times(standardised).Times(t.Transposed());
        double square = data.Columns.OutcomeScale * data.Columns.OutcomeScale;
        for (int i = 0; i < back.Values.Length; i++) back.Values[i] *= square;
        return back;
    }

    internal Matrix RescaledCovariance(Matrix standardised) => Spread(Rescaled(standardised));

    double[] Spread(double[] kept)
    {
        var all = new double[Design.Columns];
        for (int j = 0; j < kept.Length; j++) all[Kept[j]] = kept[j];
        return all;
    }

    Matrix Spread(Matrix kept)
    {
        var all = new Matrix(Design.Columns, Design.Columns);
        for (int i = 0; i < Kept.Length; i++)
            for (int j = 0; j < Kept.Length; j++) all[Kept[i], Kept[j]] = kept[i, j];
        return all;
    }

    /// <summary>Whether the relative Cholesky factor of D/σ² has a diagonal entry below 1e-4, which is lme4's rule (<c>isSingular</c>).</summary>
    bool IsSingular(Matrix d)
    {
        double first = Math.Sqrt(Math.Max(0, d[0, 0]) / ResidualVariance);
        if (first < SingularRoot || d.Rows == 1) return first < SingularRoot;
        return !(Math.Sqrt(Math.Max(0, d[1, 1] - d[0, 1] * d[0, 1] / d[0, 0]) / ResidualVariance) >= SingularRoot);
    }
}
