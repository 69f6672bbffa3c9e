using Outcomes.Statistics.LinearAlgebra;
using static System.Math;

namespace Outcomes.Statistics.Measurement;

/// <summary>A one-factor model of items, S ≈ λλᵀ + diag ψ, and the reliability ω that it implies.</summary>
/// <param name="Loadings">λ, on the scale of the matrix given, with a positive sum.</param>
/// <param name="Uniquenesses">ψ.</param>
/// <param name="Observed">The matrix that was fitted.</param>
public sealed record OneFactor(double[] Loadings, double[] Uniquenesses, Matrix Observed)
{
    const int MostSteps = 200;

    /// <summary>ω total, (Σλ)² / ((Σλ)² + Σψ) (McDonald 1999). R: from the estimates of <c>lavaan::cfa(std.lv = TRUE)</c>.</summary>
    public double OmegaTotal => Common / (Common + Uniquenesses.Sum());

    /// <summary>(Σλ)² over the observed variance of the total.</summary>
    public double OmegaObserved => Common / Observed.Values.Sum();

    /// <summary>1 − Σψ over the observed variance of the total, as <c>psych::omega(nfactors = 1)</c> has it.</summary>
    public double OneMinusUniqueness => 1 - Uniquenesses.Sum() / Observed.Values.Sum();

    double Common => Pow(Loadings.Sum(), 2);

    /// <summary>
    /// Maximum likelihood: Newton's method in ln ψ on the likelihood concentrated over the loadings (Jöreskog 1967,
    /// doi:10.1007/BF02289658), with exact second derivatives, until the gradient is rounding error. Optimisers that stop earlier
    /// (lavaan's, factanal's) agree to about 1e-6.
    /// </summary>
    /// <exception cref="InputException">
    /// Fewer than three items, a singular matrix, or a uniqueness that runs to zero (a Heywood case): the estimate does not exist.
    /// </exception>
    public static OneFactor MaximumLikelihood(Matrix covariance)
    {
        var k = covariance.Rows;
        Require.AtLeast(3, k, nameof(covariance), "items");
        var inverse = Cholesky.Of(covariance, nameof(covariance)).Inverse();
        var x = new double[k];
        for (var i = 0; i < k; i++) x[i] = Log((1 - 0.5 / k) / inverse[i, i]);
        var here = Concentrated.At(covariance, x);
        for (var step = 0; step < MostSteps; step++)
        {
            if (here.Gradient.Max(Abs) < 1e-13) return here.Solution(covariance, x);
            var next = Descend(covariance, x, here);
            if (next is null) return here.Solution(covariance, x);
            (x, here) = next.Value;
            for (var i = 0; i < k; i++)
                if (x[i] < Log(covariance[i, i]) - 18)
                    throw new InputException(nameof(covariance), $"the uniqueness of item {i} runs to zero (a Heywood case)");
        }
        throw new InputException(nameof(covariance), $"one factor did not converge in {MostSteps} steps");
    }

    /// <summary>
    /// Least squares of the correlations off the diagonal (minres; Harman and Jones 1966, doi:10.1007/BF02289468), the estimator of
    /// <c>psych::fa</c>.
    /// </summary>
    public static OneFactor MinimumResidual(Matrix correlations)
    {
        var k = correlations.Rows;
        Require.AtLeast(3, k, nameof(correlations), "items");
        var loadings = Enumerable.Repeat(0.5, k).ToArray();
        for (var sweep = 0; sweep < 100_000; sweep++)
        {
            double moved = 0, squares = loadings.Sum(l => l * l);
            for (var i = 0; i < k; i++)
            {
                var rest = squares - loadings[i] * loadings[i];
                var next = (Matrix.Dot(correlations.Row(i), loadings) - correlations[i, i] * loadings[i]) / rest;
                moved = Max(moved, Abs(next - loadings[i]));
                (squares, loadings[i]) = (rest + next * next, next);
            }
            if (moved < 1e-13) return new(loadings, loadings.Select(l => 1 - l * l).ToArray(), correlations);
        }
        throw new InputException(nameof(correlations), "minimum residuals did not converge");
    }

    /// <summary>One Newton step, halved until the discrepancy does not rise; null where none lowers it: the minimum is reached.</summary>
    static (double[] X, Concentrated Here)? Descend(Matrix covariance, double[] x, Concentrated here)
    {
        var ridge = 0.0;
        Cholesky? factor;
        while ((factor = Cholesky.TryOf(here.HessianPlus(ridge))) is null)
        {
            // Equal eigenvalues, as of items that are not correlated at all: the loadings have no direction, and no ridge mends that.
            if (!double.IsFinite(ridge)) throw new InputException("covariance", "the items do not share a factor");
            ridge = Max(1e-6, 4 * ridge);
        }
        var step = factor.Solve(here.Gradient);
        for (var size = 1.0; size > 1e-8; size /= 2)
        {
            var next = x.Select((value, i) => value - size * Clamp(step[i], -3, 3)).ToArray();
            var there = Concentrated.At(covariance, next);
            // Near the minimum the discrepancy is flat to rounding; then a smaller gradient tells.
            if (there.Discrepancy < here.Discrepancy - 1e-15 || there.Gradient.Max(Abs) < here.Gradient.Max(Abs)) return (next, there);
        }
        return null;
    }

    /// <summary>The discrepancy at ψ with the best loadings, by the eigenvalues θ of Ψ^−½ S Ψ^−½, and its derivatives by ln ψ.</summary>
    sealed record Concentrated(double Discrepancy, double[] Gradient, Matrix Hessian, double Largest, double[] First)
    {
        public static Concentrated At(Matrix s, double[] x)
        {
            var k = x.Length;
            var scaled = new Matrix(k, k);
            for (var i = 0; i < k; i++)
                for (var j = 0; j < k; j++) scaled[i, j] = s[i, j] * Exp(-(x[i] + x[j]) / 2);
            var (theta, omega) = SymmetricEigen.Of(scaled);
            double discrepancy = 0;
            var gradient = new double[k];
            for (var m = 0; m < k - 1; m++)
            {
                discrepancy += theta[m] - Log(Max(theta[m], 1e-300)) - 1;
                for (var i = 0; i < k; i++) gradient[i] += (1 - theta[m]) * omega[i, m] * omega[i, m];
            }
            var hessian = new Matrix(k, k);
            for (var i = 0; i < k; i++)
                for (var j = 0; j < k; j++) hessian[i, j] = Second(theta, omega, i, j);
            return new(discrepancy, gradient, hessian, theta[k - 1], omega.Column(k - 1));
        }

        public Matrix HessianPlus(double ridge)
        {
            var sum = Hessian.Copy();
            for (var i = 0; i < sum.Rows; i++) sum[i, i] += ridge;
            return sum;
        }

        public OneFactor Solution(Matrix s, double[] x)
        {
            var psi = x.Select(Exp).ToArray();
            var sign = Sign(First.Select((one, i) => one * Sqrt(psi[i])).Sum());
            var loadings = First.Select((one, i) => sign * one * Sqrt(psi[i] * Max(0, Largest - 1))).ToArray();
            return new(loadings, psi, s);
        }

        /// <summary>∂²F/∂ln ψᵢ ∂ln ψⱼ from the perturbation of eigenvalues and vectors; the differences of small θ cancel out.</summary>
        static double Second(double[] theta, Matrix omega, int i, int j)
        {
            int last = theta.Length - 1;
            double sum = 0;
            for (var m = 0; m < last; m++)
            {
                var own = omega[i, m] * omega[j, m];
                sum += theta[m] * own * own;
                sum += (1 - theta[m]) * (theta[last] + theta[m]) / (theta[last] - theta[m]) * own * omega[i, last] * omega[j, last];
                for (var n = m + 1; n < last; n++) sum += (theta[m] + theta[n]) * own * omega[i, n] * omega[j, n];
            }
            return sum;
        }
    }
}
