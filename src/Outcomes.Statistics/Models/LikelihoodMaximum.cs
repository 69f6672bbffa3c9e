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
    // A variance below this share of the residual one is worth a look at the boundary.
    const double NearBoundary = 0.01;
    // Below this the decrease that a Newton step promises is lost in rounding.
    const double Rounding = 1e-14;
    readonly int count = roots.Count;

    public (double[] Phi, LikelihoodPoint Point) Find()
    {
        var best = Descend(Start());
        foreach ((int entry, double scale) in Diagonals())
            if (best.Phi[entry] * best.Phi[entry] * scale < NearBoundary * best.Phi[0] * best.Phi[0]) best = AtBoundary(best, entry);
        return best;
    }

    /// <summary>
    /// The optimum with one entry of Λ at exactly zero, if it is as good and leaving it would not be better. Newton's steps alone come near such an
    /// optimum, but where a correlation is ±1 along a curved valley, and they never reach zero.
    /// </summary>
    (double[] Phi, LikelihoodPoint Point) AtBoundary((double[] Phi, LikelihoodPoint Point) inside, int entry)
    {
        double[] start = [.. inside.Phi];
        start[entry] = 0;
        var edge = Descend(start);
        bool worse = edge.Point.Deviance > inside.Point.Deviance + 1e-9;
        return worse || RisesInside(edge.Phi, edge.Point) ? inside : edge;
    }

    /// <summary>Where in φ the diagonals of Λ stand, those of the last random effects first, with the mean squares of their columns.</summary>
    IEnumerable<(int Entry, double Scale)> Diagonals()
    {
        var entries = new List<(int, double)>();
        int start = 1;
        foreach (int size in roots.Groups)
        {
            for (int i = 0; i < size; i++) entries.Add((start + i * (i + 3) / 2, scales[entries.Count]));
            start += size * (size + 1) / 2;
        }
        return entries.AsEnumerable().Reverse();
    }

    /// <summary>
    /// The best of a grid of ratios of random-effect variances to the residual one; σ² has a closed form at each. With two random effects each has
    /// its own ratio: along one common ratio, the criterion of short series can lead to a local optimum.
    /// </summary>
    double[] Start()
    {
        double best = double.PositiveInfinity;
        double[] start = [];
        foreach (double[] ratios in Grid())
        {
            double[] phi = Diagonal(ratios);
            if (likelihood.At(roots.Components(phi), derivatives: false) is not { } point) continue;
            double sigma2 = point.Quadratic / likelihood.Degrees;
            double deviance = point.Deviance - point.Quadratic + likelihood.Degrees * Math.Log(sigma2);
            if (!(deviance < best)) continue;
            best = deviance;
            start = [.. phi.Select(f => f * Math.Sqrt(sigma2))];
        }
        return start;
    }

    /// <summary>Four points a decade for one random effect, one for each of two.</summary>
    IEnumerable<double[]> Grid()
    {
        if (roots.Groups.Sum() < 2) return Enumerable.Range(-16, 29).Select(step => new[] { Math.Pow(10, step / 4.0) });
        double[] decades = [.. Enumerable.Range(-4, 8).Select(step => Math.Pow(10, step))];
        return decades.SelectMany(_ => decades, (first, second) => new[] { first, second });
    }

    /// <summary>φ with σ² = 1 and each random effect's variance at its ratio over its column's mean square.</summary>
    double[] Diagonal(double[] ratios)
    {
        var phi = new double[count];
        phi[0] = 1;
        foreach (((int entry, double scale), double ratio) in Diagonals().Reverse().Zip(ratios)) phi[entry] = Math.Sqrt(ratio / scale);
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
            if (decrement <= 0 || (decrement < Rounding && decrement >= last)) break;
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

    /// <summary>True where leaving the boundary lowers the criterion, so that the maximum is inside after all.</summary>
    bool RisesInside(double[] phi, LikelihoodPoint point) => SymmetricEigen.Of(roots.Hessian(phi, point)).Values[0] < -1e-7;
}
