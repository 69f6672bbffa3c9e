using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Synthetic;

/// <summary>One instrument of the course, filled in by a student: all its items in order, some of them left open.</summary>
sealed class SyntheticForm
{
    readonly List<(int Trait, SyntheticItems Items)> _scales;

    public SyntheticForm(InstrumentDefinition instrument, IReadOnlyList<SyntheticScale> scales)
    {
        Instrument = instrument;
        _scales = [.. scales.Index().Where(s => s.Item.Instrument == instrument.Id).Select(s => (s.Index, new SyntheticItems(instrument, s.Item.Scale)))];
        var covered = _scales.SelectMany(s => s.Items.Ids).ToHashSet();
        if (instrument.Items.Any(item => !covered.Contains(item.Id)))
            throw new ArgumentException($"The synthetic study has no trait for some items of '{instrument.Id}'.");
    }

    public InstrumentDefinition Instrument { get; }

    public SyntheticItems Items(string scale, IReadOnlyList<SyntheticScale> scales) => _scales.First(s => scales[s.Trait].Scale == scale).Items;

    /// <param name="missing">Null: every item has a number.</param>
    public Dictionary<string, Answer> Answer(SyntheticStudent student, int timepoint, RandomStream random, SyntheticMissingness? missing)
    {
        var numbers = _scales.SelectMany(s => s.Items.Answer(student.Traits[s.Trait][timepoint], random)).ToDictionary(a => a.Item, a => a.Value);
        var stops = random.Chance((missing ?? new()).StopsEarly.Of(student.Distress, 0, 0)) && missing is not null;
        var reached = stops ? 1 + random.Below(Instrument.Items.Count - 1) : Instrument.Items.Count;
        var answers = new Dictionary<string, Answer>();
        foreach (var item in Instrument.Items.Take(reached))
        {
            var prefersNot = missing is not null && random.Chance(missing.PreferNot.Of(student.Distress, 0, 0));
            answers[item.Id] = prefersNot ? Instruments.Answer.PreferNot : Instruments.Answer.Of(numbers[item.Id]);
        }
        return answers;
    }

    /// <summary>The one item of a check-in's scale.</summary>
    public static Item SingleItem(InstrumentDefinition instrument, string scaleId)
    {
        var scale = instrument.FindScale(scaleId);
        return scale is { Items.Count: 1 }
            ? instrument.Items.First(item => item.Id == scale.Items[0])
            : throw new ArgumentException($"The synthetic study needs the scale '{scaleId}' of '{instrument.Id}' with one item.");
    }
}
