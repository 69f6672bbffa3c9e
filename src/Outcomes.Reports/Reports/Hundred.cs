using Outcomes.Domain.Analyses;

namespace Outcomes.Reports.Reports;

/// <summary>Better, unchanged and worse of one hundred people who finished.</summary>
public sealed record Hundred(int Better, int Unchanged, int Worse)
{
    /// <summary>Whole numbers that add to 100 (largest remainders), so that the picture, the percentages and their sum agree; null if a count is absent.</summary>
    public static Hundred? Of(ChangeCategories? categories)
    {
        if (categories is not { Improved.Value: { } better, Unchanged.Value: { } unchanged, Deteriorated.Value: { } worse }) return null;
        var total = better + unchanged + worse;
        if (total <= 0) return null;
        double[] exact = [100 * better / total, 100 * unchanged / total, 100 * worse / total];
        var whole = exact.Select(x => (int)Math.Floor(x + 1e-9)).ToArray();
        foreach (var i in Enumerable.Range(0, 3).OrderByDescending(i => exact[i] - whole[i]).Take(100 - whole.Sum())) whole[i]++;
        return new(whole[0], whole[1], whole[2]);
    }
}
