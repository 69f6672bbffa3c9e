using System.Text.Json.Nodes;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;
using Xunit;

namespace Outcomes.Domain.Tests.Studies;

public class StudyReaderTests
{
    [Fact]
    public void The_example_of_the_manual_is_read_whole()
    {
        var read = StudyExample.Read(StudyExample.Text);
        Assert.Empty(read.Faults);
        var study = read.Value!;
        Assert.Equal(("music-pilot", "1.0", "Piloto de música"), (study.Id, study.Version, study.Title["es"]));
        Assert.Equal([Delivery.Live, Delivery.None], study.Arms.Select(a => a.Delivery));
        Assert.Equal([0, null, null, 10], study.Timepoints.Select(t => t.Week));
        Assert.Equal(["oak", "elm"], study.Schools.Select(s => s.Id));
        Assert.Equal([Estimand.CourseChange, Estimand.SessionChange], study.Plan.Outcomes.Select(o => o.Estimand));
        Assert.Equal(13.02, study.Plan.Outcomes[0].ReliableChange!.Norm!.Mean);
        Assert.Equal(new Contrast("live", "waiting-list"), Assert.Single(study.Plan.Contrasts));
    }

    /// <summary>One edit of the example, and the one fault that answers it.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "/id", "\"Music Pilot\"", "id", "bad_shape" },
        { "/version", "\"next\"", "version", "bad_shape" },
        { "/synthetic", "\"no\"", "synthetic", "wrong_type" },
        { "/population", "\"pupils\"", "population", "not_listed" },
        { "/data_source", "\" \"", "data_source", "empty" },
        { "/languages/1", "\"spanish\"", "languages[1]", "bad_shape" },
        { "/languages", "[\"en\",\"es\",\"ar\"]", "title.ar", "no_title" },
        { "/languages", "[\"en\"]", "title.es", "unknown_language" },
        { "/languages", "[\"en\",\"es\",\"es\"]", "languages[2]", "duplicate" },
        { "/allocation/unit", "\"none\"", "allocation.randomized", "contradiction" },
        { "/allocation/unit", "\"class\"", "allocation.unit", "not_listed" },
        { "/arms/0/delivery", "\"by_post\"", "arms[0].delivery", "not_listed" },
        { "/arms/1/title", "\"\"", "arms[1].title", "empty" },
        { "/arms", "[]", "arms", "empty" },
        { "/timepoints/0/week", "null", "timepoints[0].week", "no_week" },
        { "/timepoints/0/week", "-1", "timepoints[0].week", "out_of_range" },
        { "/timepoints/0/week", "1.5", "timepoints[0].week", "wrong_type" },
        { "/timepoints/1/week", "3", "timepoints[1].week", "does_not_apply" },
        { "/timepoints/0/kind", "\"start\"", "timepoints[0].kind", "not_listed" },
        { "/districts/0/schools/1/id", "\"oak\"", "districts[0].schools[1].id", "duplicate" },
        { "/districts/0/schools/1/id", "\"Elm School\"", "districts[0].schools[1].id", "bad_shape" },
        { "/districts/0/schools", "[]", "districts[0].schools", "empty" },
        { "/districts/0/id", "7", "districts[0].id", "wrong_type" },
        { "/instruments/1/version", "\"9.9\"", "instruments[1]", "unknown_instrument" },
        { "/instruments/0/timepoints", "[\"baseline\",\"endpoint\",\"midway\"]", "instruments[0].timepoints[2]", "unknown_timepoint" },
        { "/plan/confidence", "1", "plan.confidence", "out_of_range" },
        { "/plan/confidence", "0.5", "plan.confidence", "out_of_range" },
        { "/plan/confidence", "\"high\"", "plan.confidence", "wrong_type" },
        { "/plan/outcomes/0/scale", "\"stress\"", "plan.outcomes[0].scale", "unknown_scale" },
        { "/plan/outcomes/0/instrument", "\"erq-ca\"", "plan.outcomes[0].instrument", "unknown_instrument" },
        { "/plan/outcomes/0/domain", "\"happiness\"", "plan.outcomes[0].domain", "not_listed" },
        { "/plan/outcomes/0/estimand", "\"change\"", "plan.outcomes[0].estimand", "not_listed" },
        { "/plan/outcomes/0/to", "\"midway\"", "plan.outcomes[0].to", "unknown_timepoint" },
        { "/plan/outcomes/0/to", "\"baseline\"", "plan.outcomes[0].to", "not_later" },
        { "/plan/outcomes/1/id", "\"course-stress\"", "plan.outcomes[1].id", "duplicate" },
        { "/plan/outcomes/0/reliable_change/reliability", "0.8", "plan.outcomes[0].reliable_change.reliability_source", "needs_the_other" },
        { "/plan/outcomes/0/reliable_change/norm/sd", "0", "plan.outcomes[0].reliable_change.norm.sd", "not_positive" },
        { "/plan/outcomes/0/reliable_change/norm/mean", "41", "plan.outcomes[0].reliable_change.norm.mean", "out_of_range" },
        { "/plan/contrasts/0/comparator", "\"live\"", "plan.contrasts[0]", "same_arm" },
        { "/plan/contrasts/0/arm", "\"recorded\"", "plan.contrasts[0].arm", "unknown_arm" },
        { "/plan/contrasts/1", """{"arm":"waiting-list","comparator":"live"}""", "plan.contrasts[1]", "duplicate" },
        { "/distress", """[{"instrument":"erq-ca","scale":"stress","at_least":9}]""", "distress[0].instrument", "unknown_instrument" },
        { "/distress", """[{"instrument":"session-check-in","scale":"fear","at_least":9}]""", "distress[0].scale", "unknown_scale" },
        { "/distress", """[{"instrument":"session-check-in","scale":"stress","at_least":11}]""", "distress[0].at_least", "out_of_range" },
        { "/distress", """[{"instrument":"session-check-in","scale":"stress","at_most":-1}]""", "distress[0].at_most", "out_of_range" },
        { "/distress", """[{"instrument":"session-check-in","scale":"stress"}]""", "distress[0].at_least", "no_threshold" },
        { "/distress", """[{"instrument":"session-check-in","scale":"stress","at_least":3,"at_most":4}]""", "distress[0].at_most", "contradiction" },
        { "/distress", """[{"instrument":"session-check-in","scale":"stress","at_least":"nine"}]""", "distress[0].at_least", "wrong_type" },
        { "/distress", """[{"instrument":"session-check-in","scale":"stress","at_least":9},{"instrument":"session-check-in","scale":"stress","at_least":8}]""", "distress[1]", "duplicate" },
        { "/distress", """[{"instrument":"session-check-in","scale":"stress","at_least":9,"tell":"Rosa"}]""", "distress[0].tell", "unknown_field" },
        { "/distress", "{}", "distress", "wrong_type" },
        { "/student_names", "[]", "student_names", "unknown_field" },
        { "/arms/0/therapist", "\"x\"", "arms[0].therapist", "unknown_field" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void One_mistake_is_one_fault_at_its_place(string pointer, string value, string path, string code)
    {
        var fault = Assert.Single(StudyExample.Read(Edited((pointer, value))).Faults);
        Assert.Equal((path, code), (fault.Field, fault.Code));
        Assert.EndsWith(".", fault.Reason);
    }

    [Fact]
    public void An_estimand_that_does_not_fit_its_timepoints_is_told_at_both_ends()
    {
        var faults = StudyExample.Read(Edited(("/plan/outcomes/0/estimand", "\"session_change\""), ("/plan/outcomes/1/estimand", "\"course_change\""))).Faults;
        Assert.Equal(["plan.outcomes[0].from", "plan.outcomes[0].to", "plan.outcomes[1].from", "plan.outcomes[1].to"], faults.Select(f => f.Field));
        Assert.All(faults, f => Assert.Equal("wrong_kind", f.Code));
    }

    [Fact]
    public void An_outcome_at_a_timepoint_where_its_instrument_is_not_used_is_refused()
    {
        var faults = StudyExample.Read(Edited(("/instruments/0/timepoints", "[\"baseline\"]"))).Faults;
        Assert.Equal(("plan.outcomes[0].to", "not_measured"), (Assert.Single(faults).Field, faults[0].Code));
    }

    [Fact]
    public void A_language_without_the_instrument_s_own_wording_is_refused()
    {
        var faults = StudyExample.Read(Edited(("/languages/1", "\"fr\""), ("/title", """{"en":"Pilot","fr":"Pilote"}"""))).Faults;
        Assert.Equal(("instruments[1]", "no_wording"), (Assert.Single(faults).Field, faults[0].Code));
    }

    [Fact]
    public void Every_mistake_of_a_file_is_named_at_once()
    {
        // Each list of the file has its mistakes; those that would answer one another are left out.
        (string, string)[] edits = [("/id", "\"A B\""), ("/synthetic", "1"), ("/arms/0/role", "\"x\""), ("/timepoints/1/week", "2"),
            ("/districts/0/title", "null"), ("/plan/confidence", "2"), ("/plan/contrasts/0/arm", "\"nobody\""), ("/extra", "{}")];
        var fields = StudyExample.Read(Edited(edits)).Faults.Select(f => f.Field).Order(StringComparer.Ordinal);
        Assert.Equal(["arms[0].role", "districts[0].title", "extra", "id", "plan.confidence", "plan.contrasts[0].arm", "synthetic", "timepoints[1].week"], fields);
    }

    [Fact]
    public void A_truncated_file_is_one_fault_with_line_and_column()
    {
        var fault = Assert.Single(StudyExample.Read("{\n  \"id\": \"music-pi").Faults);
        Assert.Equal("not_json", fault.Code);
        Assert.EndsWith("line 2, column 18.", fault.Reason);
    }

    [Fact]
    public void A_member_that_stands_twice_is_refused() =>
        Assert.Equal("duplicate_field", Assert.Single(StudyExample.Read(StudyExample.Text.Replace("\"synthetic\": false", "\"synthetic\": true, \"synthetic\": false")).Faults).Code);

    [Theory, InlineData("[]"), InlineData("7"), InlineData("null"), InlineData("\"study\"")]
    public void What_is_not_an_object_is_refused_without_further_noise(string text) =>
        Assert.Equal("wrong_type", Assert.Single(StudyExample.Read(text).Faults).Code);

    [Fact]
    public void Text_that_is_no_text_is_refused() =>
        Assert.Equal("bad_text", Assert.Single(StudyExample.Read(StudyExample.Text.Replace("Two schools", @"\ud800 schools")).Faults).Code);

    [Fact]
    public void No_reason_repeats_what_was_sent()
    {
        const string name = "zoe-example-name";
        foreach (var (pointer, _, _, _) in Mistakes.Select(m => m.Data))
            foreach (var fault in StudyExample.Read(Edited((pointer, $"\"{name}\""))).Faults)
                Assert.DoesNotContain(name, fault.Reason);
    }

    [Fact]
    public void Every_instrument_of_the_catalogue_can_be_used()
    {
        var uses = InstrumentCatalogue.BuiltIn.All.Select(d => $$"""{"instrument":"{{d.Id}}","version":"{{d.Version}}","timepoints":["baseline","endpoint","before-session","after-session"]}""");
        Assert.Empty(StudyExample.Read(Edited(("/instruments", $"[{string.Join(",", uses)}]"))).Faults);
    }

    static JsonNode Edited(params (string Pointer, string Value)[] edits)
    {
        var root = StudyExample.Node();
        foreach (var (pointer, value) in edits) JsonEdit.Set(root, pointer, JsonNode.Parse(value));
        return root;
    }
}
