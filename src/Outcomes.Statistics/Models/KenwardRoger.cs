using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// Kenward and Roger's adjustment, for V linear in its components, on standardised columns. With Pₖ = −X'V⁻¹GₖV⁻¹X,
/// Qₖₗ = X'V⁻¹GₖV⁻¹GₗV⁻¹X and W the inverse expected information:
/// <code>Φ_A = Φ + 2 Φ [Σ Wₖₗ (Qₖₗ − PₖΦPₗ)] Φ</code>
/// Source: Kenward and Roger (1997), Biometrics 53, 983–997, doi:10.2307/2533558; as pbkrtest has it: Halekoh and Højsgaard
/// (2014), J. Stat. Softw. 59(9), doi:10.18637/jss.v059.i09.
/// </summary>
internal sealed class KenwardRoger
{
    readonly Matrix phi, w;
    /// <summary>Φ Pₖ Φ, less its sign.</summary>
    readonly Matrix[] derivatives;

    KenwardRoger(Matrix phi, Matrix w, Matrix[] derivatives, Matrix adjusted) =>
        (this.phi, this.w, this.derivatives, Adjusted) = (phi, w, derivatives, adjusted);

    /// <summary>Φ_A.</summary>
    public Matrix Adjusted { get; }

    public static KenwardRoger Of(MixedModelFit fit)
    {
        if (fit.Estimation == Estimation.Maximum)
            throw new InputException("method", "Kenward and Roger's adjustment is for restricted maximum likelihood only");
        LikelihoodPoint point = fit.Point;
        Matrix phi = point.Phi, expected = point.Expected.Copy();
        for (int i = 0; i < expected.Values.Length; i++) expected.Values[i] /= 2;
        Matrix w = Cholesky.TryOf(expected)?.Inverse() ?? SymmetricEigen.Of(expected).Power(-1);
        Matrix[] first = [.. point.Sums.First.Select(ProfiledLikelihood.Leading)];
        Matrix sum = new(phi.Rows, phi.Rows);
        for (int k = 0; k < first.Length; k++)
            for (int l = 0; l < first.Length; l++)
            {
                Matrix q = ProfiledLikelihood.Leading(point.Sums.Second[CovarianceSums.Pair(k, l)]);
                Matrix pp = first[k].Times(phi).Times(first[l]);
                for (int i = 0; i < q.Rows; i++)
                    for (int j = 0; j < q.Rows; j++) sum[i, j] += w[k, l] * ((q[i, j] + q[j, i]) / 2 - pp[i, j]);
            }
        Matrix adjusted = phi.Times(sum).Times(phi);
        for (int i = 0; i < adjusted.Values.Length; i++) adjusted.Values[i] = phi.Values[i] + 2 * adjusted.Values[i];
        return new KenwardRoger(phi, w, [.. first.Select(s => phi.Times(s).Times(phi))], adjusted);
    }

    /// <summary>For one contrast: 2 f² / (∇f' W ∇f).</summary>
    public double Df(double[] c)
    {
        double f = phi.Quadratic(c, c);
        double[] gradient = [.. derivatives.Select(d => d.Quadratic(c, c))];
        return 2 * f * f / w.Quadratic(gradient, gradient);
    }

    /// <summary>The scaled F of several contrasts: λF ~ F(q, m), in the notation of the paper.</summary>
    public FTest F(Matrix l, double[] values)
    {
        int q = l.Rows;
        double wald = Matrix.Dot(values, Cholesky.Of(l.Times(Adjusted).Times(l.Transposed()), "hypotheses").Solve(values)) / q;
        if (q == 1) return FTest.Of(wald, 1, Df(l.Row(0).ToArray()));
        (double a1, double a2) = Moments(l);
        double b = (a1 + 6 * a2) / (2 * q), g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2), d = 3 * q + 2 * (1 - g);
        double c1 = g / d, c2 = (q - g) / d, c3 = (q + 2 - g) / d;
        double mean = 1 / (1 - a2 / q);
        double variance = 2.0 / q * (1 + c1 * b) / ((1 - c2 * b) * (1 - c2 * b) * (1 - c3 * b));
        double rho = variance / (2 * mean * mean), m = 4 + (q + 2) / (q * rho - 1);
        double scale = m / (mean * (m - 2));
        return FTest.Of(scale * wald, q, m);
    }

    /// <summary>A₁ = Σ Wₖₗ tr(ΘΦPₖΦ) tr(ΘΦPₗΦ), A₂ = Σ Wₖₗ tr(ΘΦPₖΦ ΘΦPₗΦ), Θ = L'(LΦL')⁻¹L.</summary>
    (double A1, double A2) Moments(Matrix l)
    {
        Matrix inverse = Cholesky.Of(l.Times(phi).Times(l.Transposed()), "hypotheses").Inverse();
        Matrix[] m = [.. derivatives.Select(d => inverse.Times(l.Times(d).Times(l.Transposed())))];
        double a1 = 0, a2 = 0;
        for (int k = 0; k < m.Length; k++)
            for (int n = 0; n < m.Length; n++)
            {
                double first = 0, second = 0, both = 0;
                for (int i = 0; i < l.Rows; i++)
                {
                    first += m[k][i, i];
                    second += m[n][i, i];
                    for (int j = 0; j < l.Rows; j++) both += m[k][i, j] * m[n][j, i];
                }
                a1 += w[k, n] * first * second;
                a2 += w[k, n] * both;
            }
        return (a1, a2);
    }
}
