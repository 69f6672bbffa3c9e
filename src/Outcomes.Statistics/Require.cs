using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Outcomes.Statistics;

/// <summary>The checks of input that every function makes, in one wording.</summary>
internal static class Require
{
    /// <summary>Every value is finite.</summary>
    public static void Finite(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string argument = "")
    {
        // x - x is 0 for finite x and NaN otherwise, so one sum over the data tells, a vector at a time and without a branch.
        var traces = Vector<double>.Zero;
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (var vector in vectors) traces += vector - vector;
        var trace = Vector.Sum(traces);
        foreach (var value in values[(vectors.Length * Vector<double>.Count)..]) trace += value - value;
        if (trace == 0) return;
        int notNumbers = 0, infinite = 0;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) notNumbers++;
            else if (double.IsInfinity(value)) infinite++;
        }
        throw new InputException(argument, $"{notNumbers} NaN and {infinite} infinite among {values.Length} values");
    }

    /// <summary>No value is infinite (NaN stands for missing).</summary>
    public static void NotInfinite(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string argument = "")
    {
        foreach (var value in values)
            if (double.IsInfinity(value)) throw new InputException(argument, "holds an infinite value");
    }

    public static void AtLeast(int least, int count, string argument, string what = "values")
    {
        if (count < least) throw new InputException(argument, $"needs at least {least} {what}, has {count}");
    }

    public static void SameLength(int left, int right, string argument)
    {
        if (left != right) throw new InputException(argument, $"{right} values beside {left}: they must come in pairs");
    }

    public static void Level(double level)
    {
        if (!(level > 0 && level < 1)) throw new InputException("level", $"a confidence level lies between 0 and 1, not {level:R}");
    }

    public static void Probability(double p, string argument = "p")
    {
        if (!(p >= 0 && p <= 1)) throw new InputException(argument, $"a probability lies between 0 and 1, not {p:R}");
    }

    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (!(value > 0)) throw new InputException(argument, $"must be positive, is {value:R}");
    }
}
