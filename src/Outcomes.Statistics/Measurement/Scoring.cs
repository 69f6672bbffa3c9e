using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Measurement;

/// <summary>Items turned to one direction, and their sum.</summary>
public static class Scoring
{
    /// <summary>A copy in which some items are reversed on the response range: x becomes lowest + highest − x.</summary>
    public static Matrix Reverse(Matrix items, IReadOnlyCollection<int> reversed, double lowest, double highest)
    {
        var scored = items.Copy();
        foreach (var j in reversed)
            for (var i = 0; i < scored.Rows; i++) scored[i, j] = lowest + highest - scored[i, j];
        return scored;
    }

    /// <summary>Per row the sum of items; NaN where one is missing.</summary>
    public static double[] Totals(Matrix items)
    {
        var totals = new double[items.Rows];
        for (var i = 0; i < totals.Length; i++)
            foreach (var value in items.Row(i)) totals[i] += value;
        return totals;
    }
}
