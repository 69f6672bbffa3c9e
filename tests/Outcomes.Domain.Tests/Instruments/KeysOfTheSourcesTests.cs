using Outcomes.Domain.Instruments;
using Xunit;

namespace Outcomes.Domain.Tests.Instruments;

/// <summary>The keys as their sources print them, typed here a second time and not copied from the definitions: a slip in one shows against the other.</summary>
public class KeysOfTheSourcesTests
{
    /// <summary>Instrument, scale, items, those turned round (R).</summary>
    public static TheoryData<string, string, string> Keys => new()
    {
        { "erq-ca", "reappraisal", "1 3 5 7 8 10" }, { "erq-ca", "suppression", "2 4 6 9" },
        { "erq", "reappraisal", "1 3 5 7 8 10" }, { "erq", "suppression", "2 4 6 9" },
        { "pss-10", "total", "1 2 3 4R 5R 6 7R 8R 9 10" }, { "pss-4", "total", "1 2R 3R 4" },
        { "rcads-47", "social-phobia", "4 7 8 12 20 30 32 38 43" }, { "rcads-47", "panic", "3 14 24 26 28 34 36 39 41" },
        { "rcads-47", "depression", "2 6 11 15 19 21 25 29 40 47" }, { "rcads-47", "separation-anxiety", "5 9 17 18 33 45 46" },
        { "rcads-47", "generalized-anxiety", "1 13 22 27 35 37" }, { "rcads-47", "obsessions", "10 16 23 31 42 44" },
        { "panas", "positive", "1 3 5 9 10 12 14 16 17 19" }, { "panas", "negative", "2 4 6 7 8 11 13 15 18 20" },
        { "panas-c", "positive", "1 5 8 9 12 14 17 18 19 21 26 30" }, { "panas-c", "negative", "2 3 6 7 10 11 13 15 16 20 22 23 25 27 29" },
        { "wemwbs", "total", "1 2 3 4 5 6 7 8 9 10 11 12 13 14" }, { "swemwbs", "total", "1 2 3 4 5 6 7" }, { "who-5", "total", "1 2 3 4 5" },
        { "sdq-self-11-17", "emotional", "3 8 13 16 24" }, { "sdq-self-11-17", "conduct", "5 7R 12 18 22" },
        { "sdq-self-11-17", "hyperactivity", "2 10 15 21R 25R" }, { "sdq-self-11-17", "peer", "6 11R 14R 19 23" },
        { "sdq-self-11-17", "prosocial", "1 4 9 17 20" }, { "sdq-self-11-17", "impact", "28 29 30 31 32" },
        { "kidscreen-10", "total", "1 2 3R 4R 5 6 7 8 9 10" },
        { "pedsql-4", "physical", "1 2 3 4 5 6 7 8" }, { "pedsql-4", "emotional", "9 10 11 12 13" }, { "pedsql-4", "social", "14 15 16 17 18" },
        { "pedsql-4", "school", "19 20 21 22 23" }, { "pedsql-4", "psychosocial", "9 10 11 12 13 14 15 16 17 18 19 20 21 22 23" },
        { "pedsql-4", "total", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23" },
        { "sias", "total", "1 2 3 4 5R 6 7 8 9R 10 11R 12 13 14 15 16 17 18 19 20" }, { "sias-6", "total", "1 2 3 4 5 6" }, { "ucla-3", "total", "1 2 3" },
        { "ors", "total", "1 2 3 4" }, { "cors", "total", "1 2 3 4" }, { "srs", "total", "1 2 3 4" },
    };

    [Theory, MemberData(nameof(Keys))]
    public void Every_item_is_keyed_as_its_source_says(string instrument, string scale, string key)
    {
        var defined = InstrumentCatalogue.BuiltIn.Find(instrument, "1.0")!.FindScale(scale)!;
        Assert.Equal(key, string.Join(' ', defined.Items.Select(id => id + (defined.Reverse.Contains(id) ? "R" : ""))));
    }

    /// <summary>State anxiety's key is held to R's own (StateAnxietyTests), the check-in is ours; every other scale of items stands above.</summary>
    [Fact]
    public void No_scale_is_forgotten() => Assert.Empty(InstrumentCatalogue.BuiltIn.All.Where(d => d.Id is not ("state-anxiety" or "session-check-in"))
        .SelectMany(d => d.Scales.Where(s => s.Rule != ScoreRule.Composite).Select(s => (d.Id, s.Id))).Except(Keys.Select(k => (k.Data.Item1, k.Data.Item2))));

    [Theory, InlineData("rcads-47", "total-anxiety", "separation-anxiety generalized-anxiety panic social-phobia obsessions"),
     InlineData("rcads-47", "total-internalizing", "separation-anxiety generalized-anxiety panic social-phobia obsessions depression"),
     InlineData("sdq-self-11-17", "total", "emotional conduct hyperactivity peer"), InlineData("sdq-self-11-17", "internalizing", "emotional peer"),
     InlineData("sdq-self-11-17", "externalizing", "conduct hyperactivity")]
    public void Totals_add_the_scales_that_their_source_names(string instrument, string scale, string parts) =>
        Assert.Equal(parts.Split(' '), InstrumentCatalogue.BuiltIn.Find(instrument, "1.0")!.FindScale(scale)!.Scales);

    [Fact]
    public void The_47_items_of_the_RCADS_stand_in_one_scale_each() => Assert.Equal(Enumerable.Range(1, 47),
        InstrumentCatalogue.BuiltIn.Find("rcads-47", "1.0")!.Scales.Where(s => s.Rule != ScoreRule.Composite).SelectMany(s => s.Items).Select(id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)).Order());

    [Theory, InlineData("three-bands", "total", 15, "normal"), InlineData("three-bands", "total", 16, "borderline"), InlineData("three-bands", "total", 20, "abnormal"),
     InlineData("four-bands", "total", 15, "slightly raised"), InlineData("four-bands", "impact", 3, "very high"), InlineData("three-bands", "prosocial", 5, "borderline"),
     InlineData("three-bands", "impact", 3, null)]
    public void The_same_score_has_another_name_in_another_table_of_the_SDQ(string table, string scale, double score, string? name) =>
        Assert.Equal(name, InstrumentCatalogue.BuiltIn.Find("sdq-self-11-17", "1.0")!.Bands.Single(b => b.Id == table).Of(scale, score));
}
