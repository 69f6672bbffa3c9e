using System.Globalization;
using System.Text.Json;
using Outcomes.Domain.Instruments;
using Xunit;

namespace Outcomes.Domain.Tests.Instruments;

public class AnswerTests
{
    public static TheoryData<string, string?, double?, NoAnswer?> Forms => new()
    {
        { "3", "3", 3, null },
        { "-0.1", "-0.1", -0.1, null },
        { "1E+25", "1E+25", 1e25, null },
        { "\"prefer_not_to_answer\"", "prefer_not_to_answer", null, NoAnswer.PreferNotToAnswer },
        { "\"not_reached\"", "", null, NoAnswer.NotReached },
    };

    [Theory, MemberData(nameof(Forms))]
    public void Is_read_and_written_the_same_as_JSON_and_as_a_cell(string json, string? cell, double? value, NoAnswer? none)
    {
        var answer = JsonSerializer.Deserialize<Answer>(json);
        Assert.Equal((value, none), (answer.Value, answer.None));
        Assert.Equal(json, JsonSerializer.Serialize(answer));
        Assert.Equal(cell, AnswerText.Write(answer));
        Assert.True(AnswerText.TryRead(cell, out var again));
        Assert.Equal(answer, again);
        Assert.True(Answer.TryRead(JsonElement.Parse(json), out var parsed));
        Assert.Equal(answer, parsed);
    }

    [Theory, InlineData("\"Maria\""), InlineData("\"\""), InlineData("true"), InlineData("null"), InlineData("[3]"), InlineData("1e999"), InlineData("\"3\"")]
    public void Anything_else_as_JSON_is_refused_without_being_repeated(string json)
    {
        var refused = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Answer>(json));
        Assert.DoesNotContain("Maria", refused.Message);
        Assert.False(Answer.TryRead(JsonElement.Parse(json), out _));
    }

    [Theory, InlineData("1,5"), InlineData(" 3"), InlineData(" "), InlineData("NaN"), InlineData("Infinity"), InlineData("1e999"), InlineData("often"), InlineData("0x3"), InlineData("Prefer_not_to_answer")]
    public void Any_other_cell_is_refused(string cell) => Assert.False(AnswerText.TryRead(cell, out _));

    [Fact]
    public void A_reader_s_culture_changes_no_cell()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal("2.5", AnswerText.Write(Answer.Of(2.5)));
            Assert.True(AnswerText.TryRead("2.5", out var answer) && answer.Value == 2.5);
        }
        finally { CultureInfo.CurrentCulture = before; }
    }

    [Theory]
    [InlineData("1", 4.0, "answers.1", "out_of_range")]
    [InlineData("1", -1.0, "answers.1", "out_of_range")]
    [InlineData("1", 1.5, "answers.1", "not_a_choice")]
    [InlineData("hours", 24.5, "answers.hours", "out_of_range")]
    [InlineData("hours", 7.3, "answers.hours", "not_a_step")]
    [InlineData("line", 0.05, "answers.line", "not_a_step")]
    [InlineData("line", 10.1, "answers.line", "out_of_range")]
    [InlineData("line", double.NaN, "answers.line", "out_of_range")]
    [InlineData("line", double.PositiveInfinity, "answers.line", "out_of_range")]
    [InlineData("first-name", 1.0, "answers.first-name", "unknown_item")]
    [InlineData("Maria Example", 1.0, "answers", "unknown_item")]
    public void What_no_form_could_have_given_is_refused(string item, double value, string field, string code)
    {
        var fault = Assert.Single(AnswerRules.Check(InstrumentExample.Definition, new Dictionary<string, Answer> { [item] = Answer.Of(value) }));
        Assert.Equal((field, code), (fault.Field, fault.Code));
        Assert.DoesNotContain("Maria", fault.Reason);
    }

    [Fact]
    public void All_faults_of_an_assessment_are_named()
    {
        var answers = new Dictionary<string, Answer> { ["1"] = Answer.Of(9), ["2"] = Answer.Of(1), ["line"] = Answer.Of(1.23), ["x"] = Answer.PreferNot };
        Assert.Equal(["answers.1", "answers.line", "answers.x"], AnswerRules.Check(InstrumentExample.Definition, answers).Select(f => f.Field));
    }

    [Fact]
    public void Every_tenth_of_the_line_and_every_way_of_not_answering_is_accepted()
    {
        for (var tenth = 0; tenth <= 100; tenth++)
            Assert.Empty(AnswerRules.Check(InstrumentExample.Definition, new Dictionary<string, Answer> { ["line"] = Answer.Of(tenth / 10.0), ["1"] = Answer.PreferNot, ["2"] = Answer.NotReached }));
    }
}
