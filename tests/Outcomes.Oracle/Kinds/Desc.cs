using System.Text.Json;
using Outcomes.Statistics.Descriptives;

namespace Outcomes.Oracle.Kinds;

/// <summary>Descriptives of each variable, by group where the reference has groups.</summary>
public static class Desc
{
    public static void Answer(Case @case, Answers answers) => answers.Add("table", () => Table(@case, @case.References["table"].Value));

    static Tree Table(Case @case, JsonElement reference)
    {
        var names = reference.EnumerateObject().Select(property => property.Name).ToArray();
        if (names.All(@case.Data.Has)) return Variables(@case.Data, reference);
        var groups = @case.Data.Names.First(column => names.All(@case.Data.Text(column).Contains));
        var labels = @case.Data.Text(groups);
        return new(reference.EnumerateObject().Select(group =>
            (group.Name, (object?)Variables(@case.Data.Where(i => labels[i] == group.Name), group.Value))));
    }

    static Tree Variables(Table rows, JsonElement reference) =>
        new(reference.EnumerateObject().Select(variable => (variable.Name, (object?)Describe(rows.Numbers(variable.Name)))));

    static Tree Describe(double[] values)
    {
        var s = Summary.Of(values);
        var (q25, q75) = (s.Quantile7(0.25), s.Quantile7(0.75));
        return new(
            ("n", s.N), ("n_missing", s.Missing), ("mean", s.Moments.Mean), ("sd", s.Moments.StandardDeviation),
            ("variance", s.Moments.Variance), ("se", s.Moments.StandardError), ("mean_ci95", Trees.Limits(s.MeanInterval())),
            ("median", s.Median), ("q25_type7", q25), ("q75_type7", q75), ("q25_type6", s.Quantile6(0.25)), ("q75_type6", s.Quantile6(0.75)),
            ("iqr_type7", q75.Map(upper => upper - q25.Value)), ("mad_scaled_1.4826", s.MedianAbsoluteDeviation),
            ("min", s.Minimum), ("max", s.Maximum), ("trimmed_mean_10pct", s.TrimmedMean(0.1)),
            ("skew_g1_type1", s.Skewness1), ("skew_G1_type2", s.Skewness2), ("skew_b1_type3", s.Skewness3),
            ("excess_kurt_type1", s.Kurtosis1), ("excess_kurt_G2_type2", s.Kurtosis2), ("excess_kurt_type3", s.Kurtosis3));
    }
}
