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
/// A composite adds scores and not items, so that each scale's own rule for what is missing holds within it.
/// </remarks>
public static class Scoring
{
    /// <summary>One score a scale, in the definition's order.</summary>
    /// <param name="answers">By item id; an item that is not there was not reached. Checked by <see cref="AnswerRules"/> before.</param>
    public static IReadOnlyList<Score> Score(InstrumentDefinition instrument, IReadOnlyDictionary<string, Answer> answers)
    {
        var items = instrument.Items.ToDictionary(i => i.Id, StringComparer.Ordinal);
        var scores = new List<Score>(instrument.Scales.Count);
        foreach (var scale in instrument.Scales)
        {
            var count = Count(scale, items, answers);
            scores.Add(scale.Rule == ScoreRule.Composite ? Composite(scale, count, scores) : OfItems(scale, count, IsZero(scale, answers)));
        }
        return scores;
    }

    /// <summary>What was answered of a scale, and the raw sum of that.</summary>
    readonly record struct Counted(double Sum, int Answered, int Preferred, int Missing);

    static Counted Count(Scale scale, Dictionary<string, Item> items, IReadOnlyDictionary<string, Answer> answers)
    {
        var sum = 0.0;
        int answered = 0, preferred = 0;
        foreach (var id in scale.Items)
        {
            var answer = answers.TryGetValue(id, out var given) ? given : Answer.NotReached;
            if (answer.None == NoAnswer.PreferNotToAnswer) preferred++;
            if (answer.Value is not { } value) continue;
            answered++;
            sum += scale.Points(items[id], value);
        }
        return new(sum, answered, preferred, scale.Items.Count - answered);
    }

    static bool IsZero(Scale scale, IReadOnlyDictionary<string, Answer> answers) =>
        scale.ZeroIf is { } zero && answers.TryGetValue(zero.Item, out var answer) && answer.Value is { } value && !InstrumentRules.Differ(value, zero.Value);

    static Score OfItems(Scale scale, Counted count, bool isZero)
    {
        if (isZero) return Of(scale, count, 0, prorated: false);
        if (count.Missing > scale.Missing.Allowed || count.Answered == 0) return Of(scale, count, null, prorated: false);
        // Multiplied first: of whole answers the product is exact, so a half is a half and rounds as it should.
        var raw = count.Missing == 0 ? count.Sum : count.Sum * scale.Items.Count / count.Answered;
        return Of(scale, count, Rounded(scale, FromRaw(scale, raw), count.Missing > 0), count.Missing > 0);
    }

    static Score Composite(Scale scale, Counted count, List<Score> before)
    {
        var parts = scale.Scales.Select(id => before.First(s => s.Scale == id)).ToList();
        var there = parts.Where(p => p.Value is not null).ToList();
        var absent = parts.Count - there.Count;
        if (absent > scale.Missing.Allowed || there.Count == 0) return Of(scale, count, null, prorated: false);
        var sum = there.Sum(p => p.Value!.Value);
        return Of(scale, count, Rounded(scale, absent == 0 ? sum : sum * parts.Count / there.Count, absent > 0), absent > 0 || there.Any(p => p.Prorated));
    }

    static Score Of(Scale scale, Counted count, double? value, bool prorated) =>
        new(scale.Id, value, count.Answered, count.Preferred, count.Missing - count.Preferred, prorated);

    static double Rounded(Scale scale, double score, bool prorated) => prorated && scale.Missing.Round ? Math.Floor(score + 0.5) : score;

    static double FromRaw(Scale scale, double raw) => scale.Rule switch
    {
        ScoreRule.Sum => raw,
        ScoreRule.Mean => raw / scale.Items.Count,
        ScoreRule.RescaledSum => raw * scale.Factor + scale.Offset,
        ScoreRule.Table => scale.Table[(int)Math.Floor(raw + 0.5)],
        _ => throw new UnreachableException(),
    };
}
