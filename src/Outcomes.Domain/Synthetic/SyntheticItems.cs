using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Synthetic;

/// <summary>
/// Items of a scale as a normal-ogive graded response model (Samejima 1969, Psychometrika Monograph 17): behind item i lies
/// λ·trait + √(1 − λ²)·noise, cut at thresholds. With a trait of SD 1 and mean m the expected item score is then
/// Σ Φ(λm − τ), so the true difference in points between two arms is known without simulation.
/// </summary>
sealed class SyntheticItems
{
    readonly Item[] _items;
    readonly bool[] _reversed;
    readonly double _pointsPerRawPoint;

    public SyntheticItems(InstrumentDefinition instrument, string scaleId)
    {
        var scale = instrument.FindScale(scaleId)
            ?? throw new ArgumentException($"The synthetic study needs the scale '{scaleId}' of '{instrument.Id}', which its definition does not have.");
        _items = [.. scale.Items.Select(id => instrument.Items.First(item => item.Id == id))];
        if (_items.Any(item => item.Kind != ItemKind.Choice))
            throw new ArgumentException($"The synthetic study can only make choice items for the course, and '{instrument.Id}' has others.");
        _reversed = [.. scale.Items.Select(id => scale.Reverse.Contains(id))];
        _pointsPerRawPoint = scale.Rule switch
        {
            ScoreRule.Sum => 1,
            ScoreRule.Mean => 1.0 / _items.Length,
            ScoreRule.RescaledSum => scale.Factor,
            _ => throw new ArgumentException($"The truth of '{instrument.Id}' cannot be told in points: its score is looked up in a table."),
        };
    }

    public IEnumerable<string> Ids => _items.Select(item => item.Id);

    public IEnumerable<(string Item, double Loading)> Loadings => _items.Select((item, i) => (item.Id, Loading(i)));

    public IEnumerable<(string Item, double Value)> Answer(double trait, RandomStream random)
    {
        for (var i = 0; i < _items.Length; i++)
        {
            var behind = Loading(i) * trait + Math.Sqrt(1 - Loading(i) * Loading(i)) * random.Normal();
            var passed = 0;
            for (var k = 1; k < _items[i].Values.Count; k++)
                if (behind > Threshold(i, k)) passed = k;
            var values = _items[i].Values;
            yield return (_items[i].Id, _reversed[i] ? values[^(passed + 1)] : values[passed]);
        }
    }

    /// <summary>How many points of the score separate two groups whose trait has these means and SD 1.</summary>
    public double Difference(double mean, double other) => _pointsPerRawPoint * (RawSum(mean) - RawSum(other));

    double RawSum(double mean) => _items.Select((item, i) =>
        Enumerable.Range(1, item.Values.Count - 1).Sum(k =>
            (item.Values[k] - item.Values[k - 1]) * Cumulative(Loading(i) * mean - Threshold(i, k)))).Sum();

    // From 0.60 to 0.75, and items of different difficulty: alpha of ten items comes out between .85 and .9.
    static double Loading(int item) => 0.60 + 0.05 * (item % 4);

    double Threshold(int item, int k)
    {
        var categories = _items[item].Values.Count;
        return 5.0 / categories * (k - categories / 2.0) + 0.25 * (item % 3 - 1);
    }

    /// <summary>
    /// Standard normal distribution function to 1e-12, by its Taylor series about 0 (Marsaglia 2004, doi:10.18637/jss.v011.i04, page 2):
    /// enough within ±5, where thresholds lie; Domain references no library of mathematics.
    /// </summary>
    static double Cumulative(double x)
    {
        var (sum, term) = (x, x);
        for (var i = 3; Math.Abs(term) > 1e-17 && i < 400; i += 2) sum += term *= x * x / i;
        return 0.5 + sum * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);
    }
}
