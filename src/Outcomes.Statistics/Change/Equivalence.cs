using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Models;
using static System.Math;

namespace Outcomes.Statistics.Change;

/// <summary>
/// Two one-sided tests that a difference lies within ± a margin (Schuirmann 1987, doi:10.1007/BF01068419), and the test that it is not
/// worse by the margin. R: <c>t.test(x1, x0, mu = -margin, alternative = "greater")</c> and its mirror.
/// </summary>
/// <param name="Margin">The margin, in the units of the difference.</param>
/// <param name="TLower">t against −margin.</param>
/// <param name="PLower">p that the difference is above −margin.</param>
/// <param name="TUpper">t against +margin.</param>
/// <param name="PUpper">p that the difference is below +margin.</param>
/// <param name="Interval">At 1 − 2 alpha: equivalent if it lies inside the margins.</param>
/// <param name="Alpha">The level of each one-sided test.</param>
public sealed record Equivalence(
    double Margin, double TLower, double PLower, double TUpper, double PUpper, Interval Interval, double Alpha)
{
    /// <summary>The larger of both p values.</summary>
    public double P => Max(PLower, PUpper);

    /// <summary>Whether both tests reject at alpha.</summary>
    public bool IsEquivalent => P < Alpha;

    /// <summary>p of non-inferiority: against the harmful margin alone. To be judged at .025, as the 95% interval's bound.</summary>
    public double NonInferiorityP(bool higherIsBetter) => higherIsBetter ? PLower : PUpper;

    /// <summary>Tests an estimate that has a standard error.</summary>
    /// <exception cref="InputException">The margin is not positive, or the estimate has no standard error.</exception>
    public static Equivalence Of(Coefficient difference, double margin, double alpha = 0.05)
    {
        if (!(margin > 0 && double.IsFinite(margin))) throw new InputException(nameof(margin), $"must be positive, is {margin:R}");
        if (!(alpha > 0 && alpha < 0.5)) throw new InputException(nameof(alpha), $"must lie between 0 and ½, is {alpha:R}");
        if (!difference.T.Exists) throw new InputException(nameof(difference), difference.T.Reason!);
        double d = difference.Estimate.Value, se = difference.StandardError.Value, df = difference.Df.Or(double.PositiveInfinity);
        double lower = (d + margin) / se, upper = (d - margin) / se;
        var interval = Interval.Around(d, StudentT.Critical(1 - 2 * alpha, df) * se, 1 - 2 * alpha);
        return new(margin, lower, StudentT.UpperTail(lower, df), upper, StudentT.Cdf(upper, df), interval, alpha);
    }
}
