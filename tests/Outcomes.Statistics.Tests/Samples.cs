using FsCheck;
using FsCheck.Fluent;

namespace Outcomes.Statistics.Tests;

/// <summary>Random data for properties that hold for any data. The seed is fixed: a failure comes back.</summary>
static class Samples
{
    /// <summary>Values with one decimal, so that ties and zeros occur as in real scores.</summary>
    static readonly Gen<double> Score = Gen.Choose(-300, 300).Select(tenths => tenths / 10.0);

    /// <summary>Two samples of the same length, 5 to 80, neither constant, nor their difference.</summary>
    public static readonly Arbitrary<(double[] Pre, double[] Post)> Pairs = (
        from n in Gen.Choose(5, 80)
        from pre in Score.ArrayOf(n)
        from post in Score.ArrayOf(n)
        select (pre, post)).Where(pair => Vary(pair.pre) && Vary(pair.post) && Vary(Less(pair.pre, pair.post))).ToArbitrary();

    /// <summary>Two samples of their own lengths.</summary>
    public static readonly Arbitrary<(double[] First, double[] Second)> Groups = (
        from first in Gen.Choose(5, 80).SelectMany(n => Score.ArrayOf(n))
        from second in Gen.Choose(5, 80).SelectMany(n => Score.ArrayOf(n))
        select (first, second)).Where(pair => Vary(pair.first) && Vary(pair.second)).ToArbitrary();

    public static void Hold<T>(Arbitrary<T> samples, Action<T> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20260101, 3), Prop.ForAll(samples, property));

    public static double[] Less(double[] from, double[] what) => from.Zip(what, (a, b) => a - b).ToArray();

    static bool Vary(double[] values) => values.Distinct().Skip(1).Any();
}
