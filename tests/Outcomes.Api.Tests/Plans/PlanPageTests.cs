using System.Text.Json.Nodes;
using Outcomes.Api;
using Xunit;
using static Outcomes.Api.Tests.Plans.Planning;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Plans;

/// <summary>The plan as a page that a person can agree to, or not.</summary>
public sealed class PlanPageTests
{
    [Fact]
    public async Task The_page_says_that_a_draft_is_exploratory_and_how_to_lock_it_and_the_study_s_page_leads_there()
    {
        await using var host = await Started(Definition());
        Assert.Contains("href=\"/studies/small/plan\"", await host.Client.GetStringAsync("/studies/small"));
        var page = await Page(host);
        Assert.Contains("Version 1 of the plan is a draft.", page);
        Assert.Contains("./outcomes plan lock", page);
        Assert.Contains("No version has been locked yet.", page);
        Assert.Contains("Live against Waiting, on every outcome over the course.", page);
        Assert.Contains("errors are clustered by school", page);
    }

    [Fact]
    public async Task The_page_says_when_the_plan_was_locked_by_whom_and_whether_that_was_before_the_first_data()
    {
        await using var host = await Started(Definition(), settings => settings with { Time = new Day(new(2026, 3, 1, 8, 30, 0, TimeSpan.Zero)) });
        await host.LockPlan();
        var page = await Page(host);
        Assert.Contains("Version 1 of the plan was locked on 1 March 2026 at 08:30 UTC by test. No assessment has come in yet.", page);
        Assert.DoesNotContain("plan lock --data", page);
        Assert.Contains("The first plan", page);
    }

    [Fact]
    public async Task The_page_of_an_amendment_shows_what_changed_and_why_beside_the_version_before()
    {
        await using var host = await Started(Definition());
        await host.LockPlan();
        (await host.PutStudy(WithPlan("1.1", "2", 0.9))).EnsureSuccessStatusCode();
        var draft = await Page(host);
        Assert.Contains("it differs from version 1, which was locked on", draft);
        Assert.Contains("confidence: 0.95 → 0.9", draft);
        Assert.Contains("--reason", draft);
        await host.LockPlan("Narrower intervals <were> asked for.");
        var amended = await Page(host);
        Assert.Contains("Narrower intervals &lt;were&gt; asked for.", amended);
        Assert.Equal(2, amended.Split("<th scope=\"row\">").Length - 1);
    }

    [Fact]
    public async Task The_page_names_each_arm_that_stands_against_a_lock()
    {
        await using var host = await Started(Definition());
        (await host.Send("participants", Json(Participant("S1-001")))).EnsureSuccessStatusCode();
        var page = await Page(host);
        Assert.Contains("plan.contrasts[0].comparator", page);
        Assert.DoesNotContain("plan lock --data", page);
    }

    [Fact]
    public async Task All_that_a_plan_can_ask_for_is_said_in_words()
    {
        await using var host = await Started(WithEverything());
        var page = await Page(host);
        foreach (var words in new[]
        {
            "adjusted in the family", "by the method of Benjamini and Hochberg", "Adjusted for the score at the start, language, district and ", "imputed 20 times",
            "Mean change compared", "By ranks", "A model with schools", "shifted by 0.5 and 2 points", "Arms given anew", "Only people with every score",
            "differ by less than 2.5 points", "depends on the delay of the sound", "whether Live against Recorded depends on how often an educator was present",
            "Change in each language", "Change in each district", "with a better and with a worse connection", "a 95% interval",
        })
            Assert.Contains(words, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_plan_that_is_not_there_says_so()
    {
        await using var host = await RunningHost.Start();
        Assert.Equal(404, (int)(await host.Client.GetAsync("/studies/absent/plan")).StatusCode);
    }

    static JsonObject WithEverything()
    {
        var study = Definition();
        study["arms"]!.AsArray().Add(JsonNode.Parse("""{"id":"recorded","title":"Recorded","delivery":"recorded","role":"intervention"}"""));
        study["districts"]!.AsArray().Add(JsonNode.Parse("""{"id":"d2","title":"Other","schools":[{"id":"s3","title":"Three"}]}"""));
        study["instruments"]!.AsArray().Add(JsonNode.Parse("""{"instrument":"erq-ca","version":"1.0","timepoints":["baseline","endpoint"]}"""));
        study["plan"] = JsonNode.Parse(
            """
            {
              "version": "1", "confidence": 0.95, "multiplicity": "benjamini_hochberg",
              "outcomes": [
                { "id": "stress", "role": "primary", "estimand": "course_change", "domain": "stress", "instrument": "pss-10", "scale": "total", "from": "baseline", "to": "endpoint", "family": "main", "reliable_change": {} },
                { "id": "reappraisal", "role": "secondary", "estimand": "course_change", "domain": "emotional_regulation", "instrument": "erq-ca", "scale": "reappraisal", "from": "baseline", "to": "endpoint", "family": "main" },
                { "id": "calm", "role": "secondary", "estimand": "session_change", "domain": "stress", "instrument": "session-check-in", "scale": "stress", "from": "before", "to": "after" }
              ],
              "contrasts": [{ "arm": "live", "comparator": "waiting" }],
              "covariates": [
                { "id": "language", "source": "language" }, { "id": "district", "source": "district" },
                { "id": "suppression", "source": "score", "instrument": "erq-ca", "scale": "suppression", "timepoint": "baseline" }
              ],
              "missing": { "method": "multiple_imputation", "imputations": 20, "seed": 7 },
              "sensitivity": [
                { "kind": "complete_cases" }, { "kind": "change_score" }, { "kind": "rank_based" }, { "kind": "mixed_model" },
                { "kind": "delta_adjusted", "imputations": 20, "seed": 8, "deltas": [0.5, 2] }, { "kind": "permutation_test", "seed": 9 }
              ],
              "equivalence": [{ "outcome": "stress", "arm": "live", "comparator": "recorded", "margin": 2.5 }],
              "moderators": [
                { "id": "latency", "by": "audio_latency", "outcome": "calm" }, { "id": "loss", "by": "packet_loss", "outcome": "calm" },
                { "id": "concealment", "by": "concealment", "outcome": "calm" }, { "id": "language", "by": "language", "outcome": "calm" },
                { "id": "educator", "by": "teacher_present", "outcome": "stress", "arm": "live", "comparator": "recorded" }
              ],
              "subgroups": [{ "by": "language" }, { "by": "district" }, { "by": "connection" }]
            }
            """);
        return study;
    }

    static async Task<RunningHost> Started(JsonNode study, Func<HostSettings, HostSettings>? configure = null)
    {
        var host = await RunningHost.Start(configure);
        (await host.PutStudy(study)).EnsureSuccessStatusCode();
        return host;
    }

    static async Task<string> Page(RunningHost host) =>
        (await host.Client.GetStringAsync("/studies/small/plan")).Replace("&#x2192;", "→", StringComparison.Ordinal);

    /// <summary>A clock that stands still; keys that are made today hold all the same.</summary>
    sealed class Day(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
