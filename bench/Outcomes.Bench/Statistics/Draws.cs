namespace Outcomes.Bench.Statistics;

/// <summary>Draws from a seeded generator, as the work that R was timed on was made.</summary>
sealed class Draws(int seed)
{
    readonly Random _random = new(seed);

    public double Uniform() => 1 - _random.NextDouble();

    public int Below(int bound) => _random.Next(bound);

    public double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>A gamma of whole shape: a sum of exponentials.</summary>
    public double Gamma(int shape, double rate)
    {
        double sum = 0;
        for (var i = 0; i < shape; i++) sum -= Math.Log(Uniform());
        return sum / rate;
    }
}
