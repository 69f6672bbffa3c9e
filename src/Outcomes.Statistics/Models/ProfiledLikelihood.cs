using Outcomes.Statistics.LinearAlgebra;
using static Outcomes.Statistics.LinearAlgebra.Matrix;

namespace Outcomes.Statistics.Models;

/// <summary>
/// Minus twice the log likelihood (REML or ML) of the variance components v, with β profiled out, and its derivatives, all exact:
/// <code>
/// REML: D(v) = (n − p) log 2π + log|V| + log|X'V⁻¹X| + r'V⁻¹r        ML: n log 2π + log|V| + r'V⁻¹r,   r = y − Xβ
/// ∂D/∂vₖ     = tr(P Gₖ) − y'PGₖPy                                     ML: tr(V⁻¹Gₖ) in place of tr(PGₖ)
/// ∂²D/∂vₖ∂vₗ = 2 y'PGₖPGₗPy − tr(PGₖPGₗ)                              ML: tr(V⁻¹GₖV⁻¹Gₗ) in place of tr(PGₖPGₗ)
/// P = V⁻¹ − V⁻¹X Φ X'V⁻¹,  Φ = (X'V⁻¹X)⁻¹
/// </code>
/// Source: Searle, Casella and McCulloch (1992), Variance Components, chapter 6.
/// </summary>
internal sealed class ProfiledLikelihood(CovarianceStructure structure, int rows, bool restricted)
{
    readonly int p = structure.Columns - 1, components = structure.Components;

    /// <summary>n − p for REML, n for ML: what the residual variance is divided by.</summary>
    public int Degrees { get; } = restricted ? rows - (structure.Columns - 1) : rows;

    /// <summary>The criterion and its derivatives at v, or null where V or X'V⁻¹X is not positive definite.</summary>
    public LikelihoodPoint? At(double[] v, bool derivatives = true)
    {
        var sums = new CovarianceSums(p + 1, components, derivatives);
        if (!structure.Evaluate(v, sums) || Cholesky.TryOf(Leading(sums.Cross)) is not { } factor) return null;
        double[] beta = factor.Solve(sums.Cross.Column(p).AsSpan(0, p));
        double[] r = Residual(beta);
        double quadratic = sums.Cross.Quadratic(r, r);
        double deviance = Degrees * Math.Log(2 * Math.PI) + sums.LogDeterminant + quadratic
            + (restricted ? factor.LogDeterminant : 0);
        var point = new LikelihoodPoint(v, deviance, quadratic, beta, factor.Inverse(), sums);
        if (derivatives) AddDerivatives(point, r);
        return point;
    }

    void AddDerivatives(LikelihoodPoint point, double[] r)
    {
        CovarianceSums sums = point.Sums;
        Matrix[] projected = [.. sums.First.Select(s => point.Phi.Times(Leading(s)))];
        double[][] forces = [.. sums.First.Select(s => s.Times(r))];
        for (int k = 0; k < components; k++)
        {
            point.Gradient[k] = sums.Trace[k] - (restricted ? Trace(projected[k]) : 0) - Dot(r, forces[k]);
            for (int l = 0; l <= k; l++)
            {
                Matrix second = sums.Second[CovarianceSums.Pair(k, l)];
                double traces = sums.TraceSecond[CovarianceSums.Pair(k, l)];
                if (restricted)
                    traces += TraceOfProduct(projected[k], projected[l]) - 2 * TraceOfProduct(Leading(second), point.Phi);
                double form = second.Quadratic(r, r) - point.Phi.Quadratic(forces[k].AsSpan(0, p), forces[l].AsSpan(0, p));
                point.Hessian[k, l] = point.Hessian[l, k] = 2 * form - traces;
                point.Expected[k, l] = point.Expected[l, k] = traces;
            }
        }
    }

    /// <summary>(−β, 1): the weights that turn [X y] into the residuals.</summary>
    static double[] Residual(double[] beta) => [.. beta.Select(b => -b), 1];

    /// <summary>The part of cross-products of [X y] that is X alone.</summary>
    public static Matrix Leading(Matrix full)
    {
        int p = full.Columns - 1;
        var leading = new Matrix(p, p);
        for (int i = 0; i < p; i++) full.Row(i)[..p].CopyTo(leading.Row(i));
        return leading;
    }

    static double Trace(Matrix a)
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++) sum += a[i, i];
        return sum;
    }

    static double TraceOfProduct(Matrix a, Matrix b)
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
            for (int j = 0; j < a.Columns; j++) sum += a[i, j] * b[j, i];
        return sum;
    }
}

/// <summary>The likelihood at one v: D(v), r'V⁻¹r, β, Φ; and in the linear components v the gradient and Hessian of D, and what that
/// Hessian is expected to be (tr PGₖPGₗ).</summary>
internal sealed record LikelihoodPoint(double[] V, double Deviance, double Quadratic, double[] Beta, Matrix Phi, CovarianceSums Sums)
{
    public double[] Gradient { get; } = new double[V.Length];
    public Matrix Hessian { get; } = new(V.Length, V.Length);
    public Matrix Expected { get; } = new(V.Length, V.Length);
}
