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
        var (site, arm, outcome, treatment, comparison) = Columns(@case);
        var data = @case.Data.Complete(site, arm, outcome);
        var inArms = data.Text(arm);
        data = data.Where(i => inArms[i] == treatment || inArms[i] == comparison);
        var labels = data.Text(site);
        var clusters = Clusters.FromLabels(labels);
        var effects = SiteEffects.HedgesG(data.Numbers(outcome), [.. data.Text(arm).Select(one => one == treatment)], clusters)
            .Where(one => one.HedgesG.Exists).ToList();
        var names = labels.Distinct().ToList();
        var listed = Listed(@case, site);
        var ordered = effects.OrderBy(one => listed.IndexOf(names[one.Site])).ThenBy(one => data.IsNumeric(site) ? Number(names[one.Site]) : 0)
            .ThenBy(one => names[one.Site], StringComparer.Ordinal).ToList();
        answers.Add("sites", () => ordered.Select(one => new Tree(
            (site, data.IsNumeric(site) ? Number(names[one.Site]) : names[one.Site]), ("n1", one.Treated), ("n0", one.Compared),
            ("yi", one.HedgesG), ("vi", one.Variance))).ToList());
        Meta.Answer([.. ordered.Select(one => one.HedgesG.Value)], [.. ordered.Select(one => one.Variance.Value)], answers);
    }

    /// <summary>The sites in the order of the reference, which is that of the place it was made in: B before or after a.</summary>
    static List<string> Listed(Case @case, string site) => @case.References.TryGetValue("sites", out var reference) && reference.Value.ValueKind == JsonValueKind.Array
        ? [.. reference.Value.EnumerateArray().Select(one => one.TryGetProperty(site, out var name) ? name.ToString() : "")] : [];

    /// <summary>
    /// The arms from "small minus reg" in the model or "small vs reg" where the arm is described; the arm is the column that holds both. The score
    /// and the site are the columns described so or, for the site, named after "per"; else the last number and the first column left.
    /// </summary>
    static (string Site, string Arm, string Outcome, string Treatment, string Comparison) Columns(Case @case)
    {
        var data = @case.Data;
        string Meaning(string name) =>
            @case.Columns.ValueKind == JsonValueKind.Object && @case.Columns.TryGetProperty(name, out var meaning) ? meaning.ToString() : "";
        string model = @case.Model.ValueKind == JsonValueKind.Undefined ? "" : @case.Model.ToString();
        var said = Difference().Matches(model).Concat(data.Names.SelectMany(name => Difference().Matches(Meaning(name))))
            .Select(match => (First: match.Groups[1].Value, Second: match.Groups[2].Value));
        var (arm, first, second) = said.Select(one => (Arm: data.Names.FirstOrDefault(name => HoldsBoth(data, name, one.First, one.Second)), one.First, one.Second))
            .FirstOrDefault(one => one.Arm is not null);
        if (arm is null)
        {
            arm = data.Names.FirstOrDefault(name => name == "arm" || Meaning(name).Contains("arm")) ?? data.Names[1];
            var levels = data.Text(arm).Where(one => one != "").Distinct().Order(StringComparer.Ordinal).ToList();
            (first, second) = (levels[1], levels[0]);
        }
        string[] others = [.. data.Names.Where(name => name != arm)];
        var per = Per().Match(model) is { Success: true } match ? match.Groups[1].Value : "site";
        bool IsSite(string name) => Meaning(name) is var meaning && (meaning.Contains("site") || meaning.Contains(per)) || name == "site" || name == per;
        var site = others.FirstOrDefault(IsSite);
        var outcome = others.FirstOrDefault(name => name != site && Meaning(name).Contains("score"))
            ?? others.FirstOrDefault(name => name != site && (name == "y" || Meaning(name).Contains("outcome")))
            ?? others.Last(name => name != site && data.IsNumeric(name));
        return (site ?? others.First(name => name != outcome), arm, outcome, first, second);
    }

    static bool HoldsBoth(Table data, string name, string first, string second) =>
        data.Text(name).Contains(first) && data.Text(name).Contains(second);

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("""([^\s("]+) (?:minus|vs) ([^\s)"]+)""")]
    private static partial Regex Difference();

    [GeneratedRegex(@"\bper ([\w.]+)")]
    private static partial Regex Per();
}
