using Outcomes.Statistics.Change;

namespace Outcomes.Bench.Statistics;

/// <summary>Change in each of 2,000 schools of 50: n, mean, t interval, d_z, g; without and with g's noncentral-t interval.</summary>
static class SchoolWork
{
    const int Schools = 2_000, Pupils = 50;

    public static IEnumerable<Work> All()
    {
        var draws = new Draws(3);
        double[] pre = new double[Schools * Pupils], post = new double[pre.Length];
        for (var s = 0; s < Schools; s++)
        {
            var school = 2 * draws.Normal();
            for (var i = s * Pupils; i < (s + 1) * Pupils; i++)
                (pre[i], post[i]) = (50 + 10 * draws.Normal(), 0);
            for (var i = s * Pupils; i < (s + 1) * Pupils; i++) post[i] = pre[i] + 2 + school + 8 * draws.Normal();
        }
        yield return new("2,000 schools x 50: change, t interval, d_z, g", (0.069, "data.table"), [pre, post], () => Each(pre, post, false));
        yield return new("the same with noncentral-t intervals of g", (0.72, "data.table"), [pre, post], () => Each(pre, post, true));
    }

    static double Each(double[] pre, double[] post, bool intervals)
    {
        double sum = 0;
        for (var s = 0; s < Schools; s++)
        {
            var change = PairedChange.Of(pre.AsSpan(s * Pupils, Pupils), post.AsSpan(s * Pupils, Pupils));
            sum += change.Test.Interval!.Value.Lower + change.Gz.Value;
            if (intervals) sum += change.Dz.GInterval!.Value.Lower;
        }
        return sum;
    }
}
