namespace Outcomes.Statistics.Missing;

/// <summary>A coefficient pooled over imputations by Rubin's rules.</summary>
/// <param name="Estimate">Mean of the estimates.</param>
/// <param name="Imputations">m.</param>
/// <param name="Within">U: mean of the squared standard errors.</param>
/// <param name="Between">B: variance of the estimates, divisor m - 1.</param>
/// <param name="Total">T = U + (1 + 1/m) B.</param>
/// <param name="RelativeIncrease">r = (1 + 1/m) B/U: how much the missing data add to the variance.</param>
/// <param name="Lambda">(1 + 1/m) B/T: their share of it.</param>
/// <param name="FractionMissing">(r + 2/(df + 3))/(r + 1): the fraction of missing information, as mice has it.</param>
/// <param name="Df">Barnard and Rubin's degrees of freedom; never more than the complete data have.</param>
/// <param name="DfRubin">Rubin's of 1987, (m - 1)/lambda^2: too many in small samples; for comparison only.</param>
/// <param name="T">Estimate over standard error.</param>
/// <param name="P">Two-sided p value of T.</param>
/// <param name="Interval">Confidence interval.</param>
public sealed record PooledEstimate(
    double Estimate, int Imputations, double Within, double Between, double Total, Number RelativeIncrease, Number Lambda,
    Number FractionMissing, Number Df, Number DfRubin, Number T, Number P, Interval? Interval)
{
    /// <summary>sqrt(T).</summary>
    public double StandardError => Math.Sqrt(Total);
}

/// <summary>A joint test of several pooled coefficients.</summary>
/// <param name="F">The statistic D1.</param>
/// <param name="Df1">How many coefficients were tested.</param>
/// <param name="Df2">Denominator degrees of freedom.</param>
/// <param name="P">Upper tail of F.</param>
/// <param name="RelativeIncrease">Average relative increase of variance due to the missing data.</param>
public sealed record PooledWald(double F, int Df1, Number Df2, Number P, double RelativeIncrease);
