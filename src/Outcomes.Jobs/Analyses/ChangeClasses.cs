using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Statistics;
using Outcomes.Statistics.Change;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// Reliable and clinically significant change (Jacobson and Truax 1991, doi:10.1037/0022-006X.59.1.12), judged by one threshold for
/// all arms: the SD before of everyone analysed and one reliability.
/// </summary>
sealed class ChangeClasses
{
    readonly Domain.Plans.ReliableChangeRule _rule;
    readonly Number _reliability;
    readonly ReliableChange? _change;
    readonly Dictionary<string, ChangeCategory> _ofPerson = new(StringComparer.Ordinal);

    /// <param name="alpha">This sample's, for a rule without a reliability of its own.</param>
    public ChangeClasses(OutcomeData data, Domain.Plans.ReliableChangeRule rule, Number alpha)
    {
        (_rule, _reliability) = (rule, rule.Reliability is { } given ? given : alpha);
        if (!_reliability.Exists || data.Scale.Direction == Direction.Neither) return;
        // Without a norm the cut-off does not exist; its stand-in only moves people between recovered and improved, which are then one.
        var norm = rule.Norm ?? new(0, 1, "", false);
        try
        {
            _change = ReliableChange.Of([.. data.People.Select(p => p.Pre)], [.. data.People.Select(p => p.Post)],
                new(_reliability.Value, data.Scale.Direction == Direction.LowerIsBetter, norm.Mean, norm.Sd));
        }
        catch (InputException) { return; }
        for (var i = 0; i < data.People.Count; i++) _ofPerson[data.People[i].Who.Pseudonym] = _change.People[i].Category;
    }

    public ChangeCategories Count(IReadOnlyList<Person> people, int notMeasured)
    {
        var unclassified = Quantity.Of(people.Count(p => !p.Finished) - notMeasured);
        if (_change is null) return new(Quantities.Undefined, Quantities.Undefined, Quantities.Undefined, Quantities.Undefined, unclassified);
        Quantity Of(params ChangeCategory[] categories) => Quantity.Of(people.Count(p => categories.Contains(_ofPerson[p.Who.Pseudonym])));
        return new(
            _rule.Norm is null ? Quantities.NotPlanned : Of(ChangeCategory.Recovered), Of(ChangeCategory.Recovered, ChangeCategory.Improved),
            Of(ChangeCategory.Unchanged), Of(ChangeCategory.Deteriorated), unclassified);
    }

    public ReliableChangeFacts Facts()
    {
        Quantity Figure(Func<ReliableChange, double> of, bool needsNorm = false) =>
            needsNorm && _rule.Norm is null ? Quantities.NotPlanned : _change is null ? Quantities.Undefined : of(_change).ToQuantity();
        return new(_reliability.ToQuantity(), _rule.ReliabilitySource, Figure(c => c.Pre.StandardDeviation.Or(double.NaN)), Figure(c => c.StandardErrorOfDifference),
            Figure(c => c.LeastReliableChange), Figure(c => c.CutoffA), Figure(c => c.CutoffB, true), Figure(c => c.CutoffC, true), _rule.Norm);
    }
}
