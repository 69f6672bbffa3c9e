using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Measurement;

namespace Outcomes.Bench.Statistics;

/// <summary>Alpha of 100,000 people on ten items of five steps.</summary>
static class ScaleWork
{
    public static IEnumerable<Work> All()
    {
        const int Rows = 100_000, Items = 10;
        var draws = new Draws(1);
        var items = new Matrix(Rows, Items);
        for (var i = 0; i < Rows; i++)
        {
            var theta = draws.Normal();
            for (var j = 0; j < Items; j++)
            {
                var x = 0.7 * theta + 0.714 * draws.Normal();
                items[i, j] = x < -1.2 ? 1 : x < -0.4 ? 2 : x < 0.4 ? 3 : x < 1.2 ? 4 : 5;
            }
        }
        yield return new("alpha of 100,000 x 10 items", (0.88, "psych::alpha"), [items.Values], () => Reliability.Of(items).Alpha);
        yield return new("the same, against bare covariance", (0.021, "cov"), [items.Values], () => Reliability.Of(items).Alpha);
    }
}
