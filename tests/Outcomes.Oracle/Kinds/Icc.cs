using Outcomes.Statistics.Agreement;

namespace Outcomes.Oracle.Kinds;

/// <summary>Intraclass correlations of targets in rows and raters in columns.</summary>
public static class Icc
{
    public static void Answer(Case @case, Answers answers)
    {
        var icc = new IntraclassCorrelation(Shapes.Matrix(@case.Data, Shapes.Listed(@case, "columns", "raters")));
        answers.Add("mean_squares", () => MeanSquares(icc.MeanSquares));
        answers.Add("psych", () => new Tree(
            ("ICC1", Row(icc.OneWaySingle)), ("ICC1k", Row(icc.OneWayAverage)),
            ("ICC2", Row(icc.AgreementSingle)), ("ICC2k", Row(icc.AgreementAverage)),
            ("ICC3", Row(icc.ConsistencySingle)), ("ICC3k", Row(icc.ConsistencyAverage))));
        answers.Add("irr", () => new Tree(
            ("oneway_consistency_single", Row(icc.OneWaySingle)), ("oneway_consistency_average", Row(icc.OneWayAverage)),
            ("twoway_consistency_single", Row(icc.ConsistencySingle)), ("twoway_consistency_average", Row(icc.ConsistencyAverage)),
            ("twoway_agreement_single", Row(icc.AgreementSingleSatterthwaite)),
            ("twoway_agreement_average", Row(icc.AgreementAverageSatterthwaite))));
    }

    static Tree MeanSquares(RatingMeanSquares squares) => new(
        ("n", squares.Targets), ("k", squares.Raters), ("MSR", squares.BetweenTargets), ("MSC", squares.BetweenRaters),
        ("MSE", squares.Residual), ("MSW", squares.WithinTargets));

    static Tree Row(IntraclassEstimate one) => new(
        ("icc", one.Value), ("F", one.F), ("df1", one.Df1), ("df2", one.Df2), ("p", one.P), ("ci95", Shapes.Limits(one.Interval)));
}
