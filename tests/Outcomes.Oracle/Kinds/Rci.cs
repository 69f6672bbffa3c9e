using Outcomes.Statistics.Change;
using Outcomes.Statistics.Measurement;

namespace Outcomes.Oracle.Kinds;

/// <summary>
/// Reliable and clinically significant change, from scores before and after in columns, or from items at two times in rows, where the
/// reliability is alpha at the first time. Keys may stand under <c>overall/</c> or <c>rci/</c>; <c>ARM_counts</c> counts one arm.
/// </summary>
public static class Rci
{
    sealed record People(string[] Ids, double[] Pre, double[] Post, double Reliability, string ReliabilitySource, string[][] Labels);

    public static void Answer(Case @case, Answers answers)
    {
        var people = @case.Data.Has("time") ? FromItems(@case, answers) : FromScores(@case);
        var rule = new ReliableChangeRule(people.Reliability, @case.Property("lower_is_better").GetBoolean(),
            @case.Number("norm_mean") ?? throw new FormatException("no norm_mean"), @case.Number("norm_sd") ?? throw new FormatException("no norm_sd"));
        var change = ReliableChange.Of(people.Pre, people.Post, rule);
        foreach (var prefix in new[] { "", "overall/", "rci/" })
        {
            answers.Add(prefix + "inputs", () => Inputs(people, rule, change));
            answers.Add(prefix + "thresholds", () => Thresholds(change));
            answers.Add(prefix + "counts", () => Counts(change.People));
            answers.Add(prefix + "per_person", () => PerPerson(people, change));
        }
        foreach (var key in @case.References.Keys.Where(key => key.EndsWith("_counts", StringComparison.Ordinal)))
            answers.Add(key, () => Counts(change.People.Where((_, i) => people.Labels.Any(column => column[i] == key[..^"_counts".Length]))));
    }

    static People FromScores(Case @case)
    {
        var data = @case.Data;
        string pre = data.Has("pre") ? "pre" : data.Names.First(name => name.Contains("pre", StringComparison.OrdinalIgnoreCase));
        string post = data.Has("post") ? "post" : data.Names.First(name => name != pre && name != "id" && data.IsNumeric(name));
        var ids = data.Has("id") ? data.Text("id") : Enumerable.Range(1, data.Rows).Select(i => $"{i}").ToArray();
        var labels = data.Names.Where(name => !data.IsNumeric(name)).Select(data.Text).ToArray();
        return new(ids, data.Numbers(pre), data.Numbers(post), @case.Number("reliability") ?? throw new FormatException("no reliability"), "given", labels);
    }

    static People FromItems(Case @case, Answers answers)
    {
        var names = Rel.ItemNames(@case, ["time", "id"]);
        var times = @case.Data.Text("time");
        var order = times.Distinct().Order(StringComparer.Ordinal).ToArray();
        Table At(string time) => @case.Data.Where(i => times[i] == time);
        Table before = At(order[0]), after = At(order[1]);
        var items = Rel.Items(@case, before, names);
        double[] pre = Scoring.Totals(items), post = Scoring.Totals(Rel.Items(@case, after, names));
        answers.Add("totals", () => new Tree(("pre", Totals(pre)), ("post", Totals(post))));
        Rel.Answer(@case, items, names, "reliability_pre/", answers);
        var reliability = @case.Number("reliability") ?? Reliability.Of(items).Alpha.Value;
        var later = after.Text("id").Zip(post).ToDictionary(pair => pair.First, pair => pair.Second);
        var ids = before.Text("id");
        return new(ids, pre, ids.Select(id => later.GetValueOrDefault(id, double.NaN)).ToArray(), reliability,
            @case.Number("reliability") is null ? "raw alpha at pre" : "given", []);
    }

    static Tree Totals(double[] totals)
    {
        var summary = Statistics.Descriptives.Summary.Of(totals);
        return new(("n", summary.N), ("n_missing", summary.Missing), ("mean", summary.Moments.Mean), ("sd", summary.Moments.StandardDeviation));
    }

    static Tree Inputs(People people, ReliableChangeRule rule, ReliableChange change) => new(
        ("reliability", rule.Reliability), ("reliability_source", people.ReliabilitySource), ("norm_mean", rule.NormMean),
        ("norm_sd", rule.NormSd), ("sd_pre", change.Pre.StandardDeviation), ("mean_pre", change.Pre.Mean), ("n", change.Pre.N));

    static Tree Thresholds(ReliableChange change) => new(
        ("sem", change.StandardErrorOfMeasurement), ("s_diff", change.StandardErrorOfDifference),
        ("min_reliable_raw_change", change.LeastReliableChange),
        ("cutoff_a", change.CutoffA), ("cutoff_b", change.CutoffB), ("cutoff_c", change.CutoffC));

    static Tree Counts(IEnumerable<PersonChange> people)
    {
        var counts = people.CountBy(person => person.Category).ToDictionary();
        return new(Enum.GetValues<ChangeCategory>().Select(category => (Name(category), (object?)counts.GetValueOrDefault(category))));
    }

    static Tree PerPerson(People people, ReliableChange change) => new(
        ("id", people.Ids.Select(Identifier)), ("rci", change.People.Select(person => person.Index)),
        ("category", change.People.Select(person => Name(person.Category))));

    static object Identifier(string id) =>
        double.TryParse(id, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : id;

    static string Name(ChangeCategory category) => category.ToString().ToLowerInvariant();
}
