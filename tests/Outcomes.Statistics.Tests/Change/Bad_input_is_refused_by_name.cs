using Outcomes.Statistics.Change;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Measurement;
using Outcomes.Statistics.Models;
using Outcomes.Statistics.Multiplicity;
using Outcomes.Statistics.Ranks;
using Xunit;

namespace Outcomes.Statistics.Tests.Change;

public class Bad_input_is_refused_by_name
{
    static readonly double NaN = double.NaN;
    static readonly double Infinite = double.PositiveInfinity;

    static readonly Dictionary<string, (Action Call, string Argument, string Reason)> Calls = new()
    {
        ["pairs of unequal length"] = (() => PairedChange.Of([1, 2], [1]), "post", "pairs"),
        ["an infinite measurement"] = (() => PairedChange.Of([1, Infinite], [1, 2]), "pre", "infinite"),
        ["no complete pair"] = (() => PairedChange.Of([NaN, 1], [1, NaN]), "pre", "at least 1 complete pairs, has 0"),
        ["a level of 95"] = (() => PairedChange.Of([1, 2], [2, 4], 95), "level", "between 0 and 1"),
        ["an empty group"] = (() => TwoGroups.Of([1, 2], []), "second", "at least 1"),
        ["a NaN in a group"] = (() => TwoGroups.Of([1, 2], [1, NaN, 3, 4, 5]), "second", "1 NaN and 0 infinite among 5 values"),
        ["no difference at all"] = (() => SignedRankTest.Of([]), "differences", "at least 1"),
        ["a p value of 2"] = (() => Adjusted.Holm([0.1, 2]), "p", "between 0 and 1"),
        ["a margin of zero"] = (() => Equivalence.Of(TwoGroups.Of([1, 2], [2, 4]).Welch, 0), "margin", "positive"),
        ["equivalence without a standard error"] = (() => Equivalence.Of(TwoGroups.Of([1, 1], [2, 2]).Welch, 1), "difference", "zero"),
        ["a reliability of one"] = (() => ReliableChange.Of([1, 2], [2, 3], new(1, true, 0, 1)), "reliability", "below 1"),
        ["reliable change of a constant"] = (() => ReliableChange.Of([2, 2], [2, 3], new(0.8, true, 0, 1)), "pre", "does not vary"),
        ["a scale of one item"] = (() => Reliability.Of(new Matrix(3, 1)), "items", "at least 2 items"),
        ["a scale that one person finished"] = (() => Reliability.Of(new Matrix(2, 2, [1, 2, NaN, 3])), "items", "complete rows"),
        ["an infinite item"] = (() => Reliability.Of(new Matrix(3, 2, [1, 2, 3, Infinite, 5, 6])), "items", "infinite"),
        ["omega of two items"] = (() => OneFactor.MaximumLikelihood(Matrix.Identity(2)), "covariance", "at least 3"),
        ["omega of items that repeat each other"] = (() => OneFactor.MaximumLikelihood(new Matrix(3, 3, [1, 1, 1, 1, 1, 1, 1, 1, 1])), "covariance", "positive definite"),
        ["more parameters than rows"] = (() => OrdinaryLeastSquares.Fit(DesignMatrix.Of([new(new Numeric("x", [1, 2]))], 2), [1, 3]), "design", "2 rows cannot tell 2 parameters"),
        ["an arm of one level"] = (() => DesignMatrix.Of([new(Factor.Of("arm", ["a", "a"]))], 2), "arm", "two levels"),
        ["a reference arm that nobody is in"] = (() => Factor.Of("arm", ["a", "b"], "c"), "arm", "does not occur"),
        ["Shapiro and Wilk's test of two values"] = (() => ShapiroWilk.Test([1, 2]), "values", "3 to 5000"),
        ["Shapiro and Wilk's test of a constant"] = (() => ShapiroWilk.Test([1, 1, 1, 1]), "values", "equal"),
        ["an infinite value to describe"] = (() => Summary.Of([1, Infinite]), "values", "infinite"),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_exception_names_the_argument_and_the_reason(string name)
    {
        var (call, argument, reason) = Calls[name];
        var error = Assert.Throws<InputException>(call);
        Assert.Equal(argument, error.ParamName);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }
}
