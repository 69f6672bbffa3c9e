namespace Outcomes.Statistics.Ranks;

/// <summary>The signed-rank sum of shifted values in one pass: sorted values are ranked by distance from the shift by merging outwards.</summary>
static class SignedRankSum
{
    /// <summary>The sum of ranks of values above the shift, Σ(t³ − t) over ties, and how many are not equal to it.</summary>
    public static (double V, double Ties, int N) At(double[] sorted, double shift)
    {
        var right = FirstAbove(sorted, shift);
        var left = right - 1;
        while (left >= 0 && sorted[left] == shift) left--;
        var n = left + 1 + sorted.Length - right;
        double v = 0, ties = 0;
        for (var rank = 0; rank < n;)
        {
            var size = Math.Min(left >= 0 ? shift - sorted[left] : double.PositiveInfinity, right < sorted.Length ? sorted[right] - shift : double.PositiveInfinity);
            int below = 0, above = 0;
            while (left >= 0 && shift - sorted[left] == size) (left, below) = (left - 1, below + 1);
            while (right < sorted.Length && sorted[right] - shift == size) (right, above) = (right + 1, above + 1);
            double t = below + above;
            v += above * (rank + (t + 1) / 2);
            ties += t * t * t - t;
            rank += below + above;
        }
        return (v, ties, n);
    }

    static int FirstAbove(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] > value) high = middle; else low = middle + 1;
        }
        return low;
    }
}
