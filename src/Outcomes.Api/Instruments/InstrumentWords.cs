using System.Globalization;
using Outcomes.Domain;
using Outcomes.Domain.Instruments;
using Outcomes.Reports.Text;

namespace Outcomes.Api.Instruments;

/// <summary>A scale's scoring in words.</summary>
static class InstrumentWords
{
    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Items as they are keyed: R stands behind those that are turned round.</summary>
    public static string Items(Scale scale) => string.Join(", ", scale.Items.Select(id => scale.Reverse.Contains(id) ? $"{id}R" : id));

    public static string Rule(Texts texts, InstrumentDefinition d, Scale scale)
    {
        var sentences = new List<string> { texts[$"instrument.rule.{EnumNames<ScoreRule>.Of(scale.Rule)}", ("factor", Number(scale.Factor)), ("offset", Number(scale.Offset)), ("scales", string.Join(" + ", scale.Scales.Select(s => d.FindScale(s)!.Title)))] };
        if (scale.Reverse.Count > 0 && scale.Rule != ScoreRule.Composite) sentences.Add(texts["instrument.reversed"]);
        if (scale.Recode.Count > 0) sentences.Add(texts["instrument.recoded", ("points", string.Join(", ", scale.Recode.Select(r => $"{Number(r.Key)}→{Number(r.Value)}")))]);
        if (scale.ZeroIf is { } zero) sentences.Add(texts["instrument.zero_if", ("item", zero.Item), ("value", Number(zero.Value))]);
        return texts.Sentences(sentences);
    }

    public static string Missing(Texts texts, Scale scale) => scale.Missing.Allowed == 0
        ? texts[scale.Rule == ScoreRule.Composite ? "instrument.missing.all_scales" : "instrument.missing.none"]
        : texts[scale.Missing.Round ? "instrument.missing.rounded" : "instrument.missing.prorated", ("allowed", Number(scale.Missing.Allowed)), ("count", Number(scale.Rule == ScoreRule.Composite ? scale.Scales.Count : scale.Items.Count))];

    public static string Confirmed(Texts texts, bool confirmed) => texts[confirmed ? "instrument.confirmed" : "instrument.unconfirmed"];

    public static string Terms(Texts texts, LicenceTerms terms) => texts[$"instrument.terms.{EnumNames<LicenceTerms>.Of(terms)}"];

    public static string Domains(Texts texts, InstrumentDefinition d) => texts.List(CatalogueFacts.DomainsOf(d).Select(m => texts[$"instrument.domain.{EnumNames<MeasuredDomain>.Of(m)}"]));
}
