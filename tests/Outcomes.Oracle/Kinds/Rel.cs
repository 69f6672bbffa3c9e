using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Measurement;

namespace Outcomes.Oracle.Kinds;

/// <summary>Internal consistency of a scale: every column but an id is an item unless the case names the items.</summary>
public static class Rel
{
    public static void Answer(Case @case, Answers answers)
    {
        var names = ItemNames(@case, []);
        Answer(@case, Items(@case, @case.Data, names), names, "", answers);
    }

    /// <summary>The statistics of a scale, under keys with a prefix.</summary>
    public static void Answer(Case @case, Matrix items, string[] names, string prefix, Answers answers)
    {
        var scale = Reliability.Of(items);
        var model = new Lazy<OneFactor>(() => OneFactor.MaximumLikelihood(scale.Items.Covariance));
        answers.Add(prefix + "n", () => new Tree(("rows", items.Rows), ("complete", scale.Items.Complete), ("k", scale.Count)));
        answers.Add(prefix + "alpha", () => new Tree(
            ("raw", scale.Alpha), ("standardised", scale.StandardisedAlpha), ("average_r", scale.AverageCorrelation),
            ("feldt_ci95", Trees.Limits(scale.FeldtInterval))));
        answers.Add(prefix + "omega", () => new Tree(
            ("omega_total_model", model.Value.OmegaTotal), ("omega_total_observed", model.Value.OmegaObserved),
            ("omega_standardised_model", OneFactor.MaximumLikelihood(ItemCovariance.Correlations(scale.Items.Covariance)!).OmegaTotal),
            ("loadings", model.Value.Loadings), ("uniquenesses", model.Value.Uniquenesses)));
        answers.Add(prefix + "omega_lavaan", () => model.Value.OmegaTotal);
        answers.Add(prefix + "omega_psych_minres", () =>
            OneFactor.MinimumResidual(ItemCovariance.Correlations(scale.Items.Covariance)!).OneMinusUniqueness);
        answers.Add(prefix + "items", () => new Tree(names.Select((name, i) => (name, (object?)Item(scale.Item(i))))));
        answers.Add(prefix + "total", () => new Tree(
            ("mean", scale.TotalMean), ("sd", scale.TotalStandardDeviation), ("sem_alpha", scale.StandardErrorOfMeasurement)));
        answers.Add(prefix + "psych_default_pairwise", () => Reliability.AlphaOf(ItemCovariance.Pairwise(items)));
    }

    /// <summary>The items that the case lists, else every numeric column that is not one of those given, or an id.</summary>
    public static string[] ItemNames(Case @case, string[] others)
    {
        if (@case.Columns.ValueKind == System.Text.Json.JsonValueKind.Object && @case.Columns.TryGetProperty("items", out var items)
            && items.ValueKind == System.Text.Json.JsonValueKind.Array)
            return [.. items.EnumerateArray().Select(one => one.GetString()!)];
        return @case.Data.Names.Where(name => !others.Contains(name) && name is not "id" && @case.Data.IsNumeric(name)).ToArray();
    }

    /// <summary>Rows by items, with those of <c>reverse_items</c> turned on the response range.</summary>
    public static Matrix Items(Case @case, Table rows, string[] names)
    {
        var columns = names.Select(rows.Numbers).ToArray();
        var items = new Matrix(rows.Rows, names.Length);
        for (var i = 0; i < rows.Rows; i++)
            for (var j = 0; j < names.Length; j++) items[i, j] = columns[j][i];
        var reversed = @case.List("reverse_items").Select(name => Array.IndexOf(names, name)).ToArray();
        if (reversed.Length == 0) return items;
        var range = @case.Property("response_range");
        return Scoring.Reverse(items, reversed, range[0].GetDouble(), range[1].GetDouble());
    }

    static Tree Item(ItemStatistics item) => new(
        ("mean", item.Mean), ("sd", item.StandardDeviation), ("r_item_rest", item.ItemRestCorrelation), ("alpha_if_deleted", item.AlphaIfDropped));
}
