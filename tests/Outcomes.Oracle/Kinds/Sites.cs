using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Outcomes.Statistics.Models;
using Outcomes.Statistics.Synthesis;

namespace Outcomes.Oracle.Kinds;

/// <summary>An effect a site from its participants, and all sites brought together.</summary>
static partial class Sites
{
    public static void Answer(Case @case, Answers answers)
    {
        var (site, arm, outcome) = Columns(@case);
        var (treatment, comparison) = Arms(@case, arm);
        var data = @case.Data.Complete(site, arm, outcome);
        var inArms = data.Text(arm);
        data = data.Where(i => inArms[i] == treatment || inArms[i] == comparison);
        var labels = data.Text(site);
        var clusters = Clusters.FromLabels(labels);
        var effects = SiteEffects.HedgesG(data.Numbers(outcome), [.. data.Text(arm).Select(one => one == treatment)], clusters)
            .Where(one => one.HedgesG.Exists).ToList();
        var names = labels.Distinct().ToList();
        var ordered = data.IsNumeric(site)
            ? effects.OrderBy(one => Number(names[one.Site])).ToList()
            : [.. effects.OrderBy(one => names[one.Site], StringComparer.Ordinal)];
        answers.Add("sites", () => ordered.Select(one => new Tree(
            (site, data.IsNumeric(site) ? Number(names[one.Site]) : names[one.Site]), ("n1", one.Treated), ("n0", one.Compared),
            ("yi", one.HedgesG), ("vi", one.Variance))).ToList());
        Meta.Answer([.. ordered.Select(one => one.HedgesG.Value)], [.. ordered.Select(one => one.Variance.Value)], answers);
    }

    /// <summary>The columns that the case describes as the site, the arm and the score; else in this order.</summary>
    static (string Site, string Arm, string Outcome) Columns(Case @case)
    {
        string? By(Func<string, string, bool> fits) => @case.Data.Names.FirstOrDefault(name => fits(name,
            @case.Columns.ValueKind == JsonValueKind.Object && @case.Columns.TryGetProperty(name, out var meaning) ? meaning.ToString() : ""));
        var arm = By((name, meaning) => name == "arm" || meaning.Contains(" vs ")) ?? @case.Data.Names[1];
        var outcome = By((name, meaning) => name == "y" || meaning.Contains("score")) ?? @case.Data.Names.Last(name => name != arm);
        var site = By((name, meaning) => name != arm && name != outcome && (meaning.Contains("site") || name is "site" or "school"))
            ?? @case.Data.Names.First(name => name != arm && name != outcome);
        return (site, arm, outcome);
    }

    /// <summary>"small minus reg" in the model, or "small vs reg" where the arm is described.</summary>
    static (string Treatment, string Comparison) Arms(Case @case, string arm)
    {
        string model = @case.Model.ValueKind == JsonValueKind.Undefined ? "" : @case.Model.ToString(), about = @case.Columns.ToString();
        var match = Difference().Match(model) is { Success: true } said ? said : Difference().Match(about);
        var levels = @case.Data.Text(arm).Where(one => one != "").Distinct().Order(StringComparer.Ordinal).ToList();
        return match.Success && levels.Contains(match.Groups[1].Value) && levels.Contains(match.Groups[2].Value)
            ? (match.Groups[1].Value, match.Groups[2].Value) : (levels[1], levels[0]);
    }

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("""([^\s("]+) (?:minus|vs) ([^\s)"]+)""")]
    private static partial Regex Difference();
}
