using Outcomes.Statistics.Descriptives;
using static System.Math;

namespace Outcomes.Statistics.Change;

/// <summary>What a person's change amounts to.</summary>
public enum ChangeCategory
{
    /// <summary>Reliably better, and across the cut-off from the clinical to the healthy side.</summary>
    Recovered,

    /// <summary>Reliably better without crossing the cut-off.</summary>
    Improved,

    /// <summary>Within what error of measurement explains.</summary>
    Unchanged,

    /// <summary>Reliably worse.</summary>
    Deteriorated,

    /// <summary>A measurement is missing.</summary>
    Unclassified,
}

/// <summary>What reliable change is judged by.</summary>
/// <param name="Reliability">Of the scale, from 0 to 1; at 1 no change is error and the index does not exist.</param>
/// <param name="LowerIsBetter">The direction of improvement.</param>
/// <param name="NormMean">Mean of the healthy norm.</param>
/// <param name="NormSd">SD of the healthy norm.</param>
public sealed record ReliableChangeRule(double Reliability, bool LowerIsBetter, double NormMean, double NormSd)
{
    /// <summary>The literal multiplier of Jacobson and Truax, which a change must exceed strictly.</summary>
    public const double Criterion = 1.96;
}

/// <summary>One person's change.</summary>
/// <param name="Index">The reliable change index; none where a measurement is missing.</param>
/// <param name="Category">What it amounts to.</param>
public readonly record struct PersonChange(Number Index, ChangeCategory Category);

/// <summary>
/// Reliable and clinically significant change of each person (Jacobson and Truax 1991, doi:10.1037/0022-006X.59.1.12): the index is
/// (post − pre) / S_diff with S_diff = √2 SEM, reliable beyond 1.96 strictly; cut-off c classifies.
/// </summary>
/// <param name="Pre">The measurements before, of complete pairs.</param>
/// <param name="StandardErrorOfMeasurement">SD before × √(1 − reliability).</param>
/// <param name="StandardErrorOfDifference">√2 × the standard error of measurement.</param>
/// <param name="CutoffA">Two SDs beyond the clinical mean, towards health.</param>
/// <param name="CutoffB">Two SDs from the norm's mean, towards the clinical side.</param>
/// <param name="CutoffC">Between the means, weighted by the SDs.</param>
/// <param name="People">Each row's change, in order.</param>
public sealed record ReliableChange(
    Moments Pre, double StandardErrorOfMeasurement, double StandardErrorOfDifference,
    double CutoffA, double CutoffB, double CutoffC, IReadOnlyList<PersonChange> People)
{
    /// <summary>The smallest raw change that counts as reliable, which it must exceed.</summary>
    public double LeastReliableChange => ReliableChangeRule.Criterion * StandardErrorOfDifference;

    /// <summary>How many people fall in a category.</summary>
    public int Count(ChangeCategory category) => People.Count(person => person.Category == category);

    /// <summary>Classifies each row; NaN is missing, and such rows count neither for n nor for the SD.</summary>
    /// <exception cref="InputException">
    /// Fewer than two complete pairs, no variance before, or a reliability that is not in [0, 1): the index does not exist.
    /// </exception>
    public static ReliableChange Of(ReadOnlySpan<double> pre, ReadOnlySpan<double> post, ReliableChangeRule rule)
    {
        if (!(rule.Reliability is >= 0 and < 1))
            throw new InputException("reliability", $"must be at least 0 and below 1, is {rule.Reliability:R}");
        Require.Positive(rule.NormSd, "normSd");
        var pairs = CompletePairs.Of(pre, post);
        Require.AtLeast(2, pairs.Count, nameof(pre), "complete pairs");
        var clinical = Moments.Of(pairs.Pre);
        var sd = clinical.StandardDeviation.Value;
        if (!(sd > 0)) throw new InputException(nameof(pre), "does not vary, so no change can be told from error");
        var sem = sd * Sqrt(1 - rule.Reliability);
        var difference = Sqrt(2 * sem * sem);
        double mean = clinical.Mean.Value, towards = rule.LowerIsBetter ? -1 : 1;
        var c = (rule.NormSd * mean + sd * rule.NormMean) / (rule.NormSd + sd);
        var people = new PersonChange[pre.Length];
        for (var i = 0; i < people.Length; i++) people[i] = Classify(pre[i], post[i], difference, c, towards);
        return new(clinical, sem, difference, mean + towards * 2 * sd, rule.NormMean - towards * 2 * rule.NormSd, c, people);
    }

    static PersonChange Classify(double pre, double post, double standardError, double cutoff, double towards)
    {
        if (double.IsNaN(pre) || double.IsNaN(post)) return new(Number.None("a measurement is missing"), ChangeCategory.Unclassified);
        var index = (post - pre) / standardError;
        var better = index * towards;
        var category = better > ReliableChangeRule.Criterion
            ? (cutoff - pre) * towards > 0 && (post - cutoff) * towards > 0 ? ChangeCategory.Recovered : ChangeCategory.Improved
            : better < -ReliableChangeRule.Criterion ? ChangeCategory.Deteriorated : ChangeCategory.Unchanged;
        return new(index, category);
    }
}
