using static System.FormattableString;

namespace Outcomes.Domain.Instruments;

/// <summary>What an answer may be. A value that no form could have given is refused, never clipped or rounded.</summary>
public static class AnswerRules
{
    /// <summary>Every fault of the answers; none means that <see cref="Scoring"/> may have them. No reason repeats a value.</summary>
    /// <returns>Faults whose field is <c>answers.&lt;item&gt;</c>, in the order of the answers.</returns>
    public static IReadOnlyList<Fault> Check(InstrumentDefinition instrument, IReadOnlyDictionary<string, Answer> answers)
    {
        var items = instrument.Items.ToDictionary(i => i.Id, StringComparer.Ordinal);
        return [.. answers.Select(a => Check(items, a.Key, a.Value)).OfType<Fault>()];
    }

    static Fault? Check(Dictionary<string, Item> items, string id, Answer answer)
    {
        // An unknown key is shown only if it has an id's shape: free text in its place could be anything.
        if (!items.TryGetValue(id, out var item))
            return new Fault(Ids.IsId(id) ? $"answers.{id}" : "answers", "unknown_item", "The instrument has no such item.");
        if (answer.Value is not { } value) return null;
        var field = $"answers.{id}";
        if (!(value >= item.Min && value <= item.Max))
            return new Fault(field, "out_of_range", Invariant($"The item takes values from {item.Min} to {item.Max}."));
        if (item.Kind == ItemKind.Choice && !item.Values.Contains(value))
            return new Fault(field, "not_a_choice", Invariant($"The item takes one of {item.Values.Count} values, and this is none of them."));
        return item.Step is { } step && !IsMultiple(value - item.Min, step)
            ? new Fault(field, "not_a_step", Invariant($"The item takes steps of {step} from {item.Min}."))
            : null;
    }

    /// <summary>In decimal arithmetic 0.3 is three steps of 0.1; as doubles it misses by a hair, which is forgiven.</summary>
    internal static bool IsMultiple(double distance, double step)
    {
        var steps = distance / step;
        return Math.Abs(steps - Math.Round(steps)) < 1e-6;
    }
}
