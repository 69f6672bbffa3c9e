using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Statistics;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Measurement;
using Reliability = Outcomes.Statistics.Measurement.Reliability;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// How the scale measured at From: a row a participant. Within sessions that is each one's first session, since a person's sessions are
/// not independent rows, and alpha and its interval take them for that.
/// </summary>
sealed class ScaleMeasurement
{
    readonly OutcomeData _data;
    readonly List<ScoredAssessment> _complete;
    readonly Reliability? _reliability;

    public ScaleMeasurement(OutcomeData data, double level)
    {
        _data = data;
        var items = data.Scale.Items;
        var first = data.Planned.Estimand == Estimand.CourseChange ? At(data.Planned.From)
            : At(data.Planned.From).GroupBy(a => a.Participant, StringComparer.Ordinal).Select(p => p.OrderBy(a => a.CompletedUtc).ThenBy(a => a.Id).First());
        _complete = [.. first.Where(a => items.All(i => a.Answers.TryGetValue(i, out var answer) && answer.Value is not null))];
        if (items.Count < 2 || _complete.Count < 2) return;
        var matrix = new Matrix(_complete.Count, items.Count);
        for (var row = 0; row < _complete.Count; row++)
            for (var column = 0; column < items.Count; column++) matrix[row, column] = Keyed(_complete[row], items[column]);
        _reliability = Reliability.Of(matrix, level);
    }

    public Number Alpha => _reliability?.Alpha ?? Number.None("alpha needs two items and two complete rows");

    public Measurement Facts()
    {
        var scores = At(_data.Planned.From).Concat(At(_data.Planned.To)).Select(_data.ScoreOf).OfType<Score>().ToList();
        var asked = scores.Count * _data.Scale.Items.Count;
        return new(Quantity.Of(_complete.Count), _data.Scale.Items.Count, new Estimate(Alpha.ToQuantity(), Quantities.Undefined, Quantities.Undefined).With(_reliability?.FeldtInterval),
            Sem(), Quantity.Of(scores.Count(s => s.Prorated)), asked == 0 ? Quantities.Undefined : Quantity.Of(100.0 * (asked - scores.Sum(s => s.Answered)) / asked)) { Omega = Omega() };
    }

    /// <summary>Of one factor by maximum likelihood; undefined where an item does not vary, or a unique variance runs to zero.</summary>
    Quantity Omega()
    {
        if (_reliability is null || _data.Scale.Items.Count < 3) return Quantities.Undefined;
        try { return OneFactor.MaximumLikelihood(_reliability.Items.Covariance).OmegaTotal.ToQuantity(); }
        catch (InputException) { return Quantities.Undefined; }
    }

    /// <summary>SD of the score × √(1 − alpha), in the score's unit: for a sum that is the SD of the total, for other rules it is not.</summary>
    Quantity Sem()
    {
        var sd = Moments.Of([.. _complete.Select(a => _data.ScoreOf(a)?.Value).OfType<double>()]).StandardDeviation;
        return sd.Exists ? Alpha.Map(alpha => sd.Value * Math.Sqrt(1 - alpha)).ToQuantity() : Quantities.Undefined;
    }

    IEnumerable<ScoredAssessment> At(string timepoint) => _data.Assessments.Where(a => a.Timepoint == timepoint);

    double Keyed(ScoredAssessment a, string item) => _data.Scale.Points(_data.Instrument.Items.First(i => i.Id == item), a.Answers[item].Value!.Value);
}
