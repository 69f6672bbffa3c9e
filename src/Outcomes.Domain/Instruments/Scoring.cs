using System.Diagnostics;

namespace Outcomes.Domain.Instruments;

/// <summary>
/// From answers to scores: pure, the same answers always give the same scores, whatever their order.
/// </summary>
/// <remarks>
/// A missing item is one without a number, preferred not or not reached alike; the score keeps the two apart as counts. With more
/// missing than the scale's rule allows there is no score. Otherwise the raw sum is prorated (mean of the answered items × number of
/// items) and then meaned, rescaled or looked up. A table knows whole sums only, so a prorated sum is rounded to the nearest one
/// first, halves up. Interpolating between two rows was the other choice; it would give scores that no published table holds.
/// </remarks>
public static class Scoring
{
    /// <summary>One score a scale, in the definition's order.</summary>
    /// <param name="answers">By item id; an item that is not there was not reached. Checked by <see cref="AnswerRules"/> before.</param>
    public static IReadOnlyList<Score> Score(InstrumentDefinition instrument, IReadOnlyDictionary<string, Answer> answers)
    {
        var items = instrument.Items.ToDictionary(i => i.Id, StringComparer.Ordinal);
        return [.. instrument.Scales.Select(scale => Score(scale, items, answers))];
    }

    static Score Score(Scale scale, Dictionary<string, Item> items, IReadOnlyDictionary<string, Answer> answers)
    {
        var sum = 0.0;
        int answered = 0, preferred = 0;
        foreach (var id in scale.Items)
        {
            var answer = answers.TryGetValue(id, out var given) ? given : Answer.NotReached;
            if (answer.None == NoAnswer.PreferNotToAnswer) preferred++;
            if (answer.Value is not { } value) continue;
            answered++;
            sum += scale.Reverse.Contains(id) ? items[id].Min + items[id].Max - value : value;
        }
        var missing = scale.Items.Count - answered;
        if (missing > scale.Missing.Allowed || answered == 0)
            return new Score(scale.Id, null, answered, preferred, missing - preferred, Prorated: false);
        // Multiplied first: of whole answers the product is exact, so a half is a half and rounds as it should.
        var raw = missing == 0 ? sum : sum * scale.Items.Count / answered;
        return new Score(scale.Id, FromRaw(scale, raw), answered, preferred, missing - preferred, Prorated: missing > 0);
    }

    static double FromRaw(Scale scale, double raw) => scale.Rule switch
    {
        ScoreRule.Sum => raw,
        ScoreRule.Mean => raw / scale.Items.Count,
        ScoreRule.RescaledSum => raw * scale.Factor + scale.Offset,
        ScoreRule.Table => scale.Table[(int)Math.Floor(raw + 0.5)],
        _ => throw new UnreachableException(),
    };
}
