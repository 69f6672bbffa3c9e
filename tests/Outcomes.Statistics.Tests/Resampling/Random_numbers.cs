using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Resampling;
using Xunit;

namespace Outcomes.Statistics.Tests.Resampling;

public class Random_numbers
{
    /// <summary>The first outputs of the authors' C code (prng.di.unimi.it, xoshiro256plusplus.c) from the state 1, 2, 3, 4.</summary>
    [Fact]
    public void They_are_those_of_the_published_generator()
    {
        var random = Xoshiro256.FromState([1, 2, 3, 4]);
        ulong[] expected =
        [
            41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205, 9973669472204895162,
            14011001112246962877, 12406186145184390807, 15849039046786891736, 10450023813501588000,
        ];
        Assert.Equal(expected, Enumerable.Range(0, 10).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Streams_of_one_seed_and_seeds_of_one_stream_differ()
    {
        var starts = Enumerable.Range(0, 1000).SelectMany(i => new[] { Start(1, (ulong)i), Start((ulong)i + 2, 0) }).ToHashSet();
        Assert.Equal(2000, starts.Count);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Every_index_is_as_likely_as_any_other(int count)
    {
        var random = new Xoshiro256(11, (ulong)count);
        var hits = new int[count];
        for (var i = 0; i < 200 * count; i++) hits[random.NextIndex(count)]++;
        Assert.InRange(ChiSquared.UpperTail(hits.Sum(h => (h - 200.0) * (h - 200) / 200), count - 1), .001, .999);
    }

    [Fact]
    public void A_shuffle_makes_all_orders_equally_often()
    {
        var random = new Xoshiro256(5);
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 24_000; i++)
        {
            var letters = "abcd".ToCharArray();
            random.Shuffle(letters.AsSpan());
            counts[new string(letters)] = counts.GetValueOrDefault(new string(letters)) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.InRange(ChiSquared.UpperTail(counts.Values.Sum(h => (h - 1000.0) * (h - 1000) / 1000), 23), .001, .999);
    }

    static ulong Start(ulong seed, ulong stream)
    {
        var random = new Xoshiro256(seed, stream);
        return random.NextBits();
    }
}
