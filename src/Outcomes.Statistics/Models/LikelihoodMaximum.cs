using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// The maximum of the (restricted) likelihood: a coarse scan for the start, then Newton's method on φ (<see cref="VarianceRoots"/>)
/// with exact derivatives until the step is lost in rounding. Where the Hessian is not positive definite its eigenvalues are taken by
/// absolute value, so that each step goes downhill (Nocedal and Wright 2006, Numerical Optimization, section 3.4).
/// Not Fisher scoring: the expected information would be simpler, but it converges linearly, and Satterthwaite's degrees of freedom need the
/// observed information at the optimum in any case.
/// </summary>
internal sealed class LikelihoodMaximum(ProfiledLikelihood likelihood, VarianceRoots roots, double[] scales)
{
    const int MaxSteps = 200;
    readonly int count = roots.Count;

    public (double[] Phi, LikelihoodPoint Point) Find()
    {
        (double[] phi, LikelihoodPoint point) = Descend(Start());
        double[] snapped = Snap(phi);
        if (snapped.AsSpan().SequenceEqual(phi)) return (phi, point);
        (double[] edge, LikelihoodPoint atEdge) = Descend(snapped);
        bool worse = atEdge.Deviance > point.Deviance + 1e-9 || RisesInside(edge, atEdge);
        return worse ? (phi, point) : (edge, atEdge);
    }

    /// <summary>The best of a grid of ratios of random-effect variance to residual variance; σ² has a closed form at each.</summary>
    double[] Start()
    {
        double best = double.PositiveInfinity;
        double[] start = [];
        for (int step = -16; step <= 12; step++)
        {
            double[] phi = Ratio(Math.Pow(10, step / 4.0));
            if (likelihood.At(roots.Components(phi), derivatives: false) is not { } point) continue;
            double sigma2 = point.Quadratic / likelihood.Degrees;
            double deviance = point.Deviance - point.Quadratic + likelihood.Degrees * Math.Log(sigma2);
            if (!(deviance < best)) continue;
            best = deviance;
            start = [.. phi.Select(f => f * Math.Sqrt(sigma2))];
        }
        return start;
    }

    /// <summary>φ with σ² = 1 and each random effect's variance at <paramref name="rho"/> over its column's mean square.</summary>
    double[] Ratio(double rho)
    {
        var phi = new double[count];
        phi[0] = 1;
        int start = 1, effect = 0;
        foreach (int size in roots.Groups)
        {
            for (int i = 0; i < size; i++) phi[start + i * (i + 1) / 2 + i] = Math.Sqrt(rho / scales[effect++]);
            start += size * (size + 1) / 2;
        }
        return phi;
    }

    (double[] Phi, LikelihoodPoint Point) Descend(double[] phi)
    {
        LikelihoodPoint point = likelihood.At(roots.Components(phi))!;
        double last = double.PositiveInfinity;
        for (int step = 0; step < MaxSteps; step++)
        {
            double[] gradient = roots.Gradient(phi, point);
            double[] direction = Direction(roots.Hessian(phi, point), gradient);
            double decrement = -Matrix.Dot(gradient, direction);
            bool close = decrement < 1e-8;
            if (close && (decrement == 0 || decrement >= last)) break;
            if (Step(phi, direction, point, close) is not { } next) break;
            (phi, point) = next;
            last = close ? decrement : double.PositiveInfinity;
        }
        return (phi, point);
    }

    /// <summary>Halves the step until the criterion falls; close to the optimum, where it cannot tell any more, takes it whole.</summary>
    (double[], LikelihoodPoint)? Step(double[] phi, double[] direction, LikelihoodPoint from, bool whole)
    {
        double length = 1;
        for (int half = 0; half < 60; half++, length /= 2)
        {
            double[] to = [.. phi.Zip(direction, (f, d) => f + length * d)];
            if (likelihood.At(roots.Components(to)) is { } point && (whole || point.Deviance < from.Deviance)) return (to, point);
        }
        return null;
    }

    /// <summary>−|∂²D|⁻¹ ∂D, without the directions in which the criterion is flat.</summary>
    static double[] Direction(Matrix hessian, double[] gradient)
    {
        if (Cholesky.TryOf(hessian) is { } factor) return Array.ConvertAll(factor.Solve(gradient), step => -step);
        SymmetricEigen eigen = SymmetricEigen.Of(hessian);
        double flat = 1e-13 * eigen.Values.Max(Math.Abs);
        return eigen.Apply(e => Math.Abs(e) > flat ? -1 / Math.Abs(e) : 0).Times(gradient);
    }

    /// <summary>φ with what is negligible beside the residual set to exactly zero: the candidate on the boundary.</summary>
    double[] Snap(double[] phi)
    {
        double[] snapped = [.. phi];
        int start = 1, effect = 0;
        foreach (int size in roots.Groups)
        {
            for (int i = 0; i < size; i++, effect++)
                for (int j = 0; j <= i; j++)
                {
                    ref double entry = ref snapped[start + i * (i + 1) / 2 + j];
                    if (j == i && entry * entry * scales[effect] < 1e-8 * phi[0] * phi[0]) entry = 0;
                }
            start += size * (size + 1) / 2;
        }
        return snapped;
    }

    /// <summary>True where leaving the boundary lowers the criterion, so that the maximum is inside after all.</summary>
    bool RisesInside(double[] phi, LikelihoodPoint point) => SymmetricEigen.Of(roots.Hessian(phi, point)).Values[0] < -1e-7;
}
