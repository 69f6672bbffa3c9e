using System.Runtime.CompilerServices;
using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// Everything that the likelihood of y ~ N(X β, V), V = Σ vₖ Gₖ, and its first two derivatives need from the data at one v.
/// Y is [X y], with p + 1 columns; all sums are over clusters. Symbols: Cross = Y'V⁻¹Y, First[k] = Y'V⁻¹GₖV⁻¹Y,
/// Second[k,l] = Y'V⁻¹GₖV⁻¹GₗV⁻¹Y, Trace[k] = tr V⁻¹Gₖ, TraceSecond[k,l] = tr V⁻¹GₖV⁻¹Gₗ.
/// </summary>
internal sealed class CovarianceSums(int columns, int components, bool derivatives = true)
{
    public int Columns { get; } = columns;
    public int Components { get; } = components;
    /// <summary>Whether more than the criterion itself is wanted: all but the determinant and Cross.</summary>
    public bool Derivatives => derivatives;
    public double LogDeterminant;
    public readonly Matrix Cross = new(columns, columns);
    public readonly Matrix[] First = Blocks(components, columns);
    /// <summary>At <see cref="Pair"/>; for k ≠ l not symmetric, and only the symmetric part is used.</summary>
    public readonly Matrix[] Second = Blocks(components * (components + 1) / 2, columns);
    public readonly double[] Trace = new double[components];
    public readonly double[] TraceSecond = new double[components * (components + 1) / 2];

    public static int Pair(int k, int l) => k >= l ? k * (k + 1) / 2 + l : l * (l + 1) / 2 + k;

    public void Clear()
    {
        LogDeterminant = 0;
        Array.Clear(Cross.Values);
        foreach (Matrix sum in First) Array.Clear(sum.Values);
        foreach (Matrix sum in Second) Array.Clear(sum.Values);
        Array.Clear(Trace);
        Array.Clear(TraceSecond);
    }

    /// <summary>Takes over the components that both have.</summary>
    public void CopyFrom(CovarianceSums other)
    {
        LogDeterminant = other.LogDeterminant;
        Array.Copy(other.Cross.Values, Cross.Values, Cross.Values.Length);
        for (int k = 0; k < Components; k++) Array.Copy(other.First[k].Values, First[k].Values, Cross.Values.Length);
        for (int k = 0; k < Second.Length; k++) Array.Copy(other.Second[k].Values, Second[k].Values, Cross.Values.Length);
        Array.Copy(other.Trace, Trace, Components);
        Array.Copy(other.TraceSecond, TraceSecond, TraceSecond.Length);
    }

    /// <summary>Adds <paramref name="count"/> independent values with variance λ = Σ vₖ gₖ whose cross-products are C.</summary>
    public void AddStratum(double lambda, ReadOnlySpan<double> g, double count, Matrix c)
    {
        LogDeterminant += count * Math.Log(lambda);
        double w = 1 / lambda;
        AddScaled(Cross, c, w);
        if (!derivatives) return;
        for (int k = 0; k < g.Length; k++)
        {
            if (g[k] == 0) continue;
            Trace[k] += count * g[k] * w;
            AddScaled(First[k], c, g[k] * w * w);
            for (int l = 0; l <= k; l++)
            {
                TraceSecond[Pair(k, l)] += count * g[k] * g[l] * w * w;
                if (g[l] != 0) AddScaled(Second[Pair(k, l)], c, g[k] * g[l] * w * w * w);
            }
        }
    }

    // Small, and called for every stratum of every evaluation, many times before the runtime would think it worth optimising.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddScaled(Matrix to, Matrix from, double factor)
    {
        double[] target = to.Values, source = from.Values;
        for (var i = 0; i < target.Length; i++) target[i] += factor * source[i];
    }

    static Matrix[] Blocks(int count, int columns) => [.. Enumerable.Range(0, count).Select(_ => new Matrix(columns, columns))];
}
