using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Reports.Tests.Text;

public class TextsTests
{
    readonly Texts _en = Texts.In("en");

    [Theory]
    [InlineData(0.0004, "<.001")]
    [InlineData(0.007944, ".008")]
    [InlineData(0.31, ".310")]
    public void P_values_have_three_decimals_and_are_never_zero(double p, string expected) => Assert.Equal(expected, _en.PValue(p));

    [Theory]
    [InlineData(-4.06, 1, "−4.1")]
    [InlineData(-0.04, 1, "0.0")]
    [InlineData(2.5, 0, "3")]
    [InlineData(9999, 0, "9999")]
    [InlineData(12345.6, 0, "12,346")]
    public void Numbers_have_a_true_minus_sign_and_no_negative_zero(double value, int digits, string expected) => Assert.Equal(expected, _en.Number(value, digits));

    [Fact]
    public void A_change_upward_says_so() => Assert.Equal("+1.3", _en.Signed(1.268, 1));

    [Theory]
    [InlineData(-0.42, "−.42")]
    [InlineData(0.923, ".92")]
    [InlineData(1.0, "1.00")]
    public void What_cannot_exceed_one_has_no_leading_zero(double value, string expected) => Assert.Equal(expected, _en.WithoutZero(value, 2));

    [Theory]
    [InlineData(1, "1 school")]
    [InlineData(24, "24 schools")]
    public void A_word_goes_with_its_number(int n, string expected) => Assert.Equal(expected, _en.Count("schools.count", n));

    [Theory]
    [InlineData("ar", 0, "zero")]
    [InlineData("ar", 2, "two")]
    [InlineData("ar", 7, "few")]
    [InlineData("ar", 11, "many")]
    [InlineData("ar", 100, "other")]
    [InlineData("zh-Hans", 1, "other")]
    public void Other_languages_have_other_forms(string tag, int n, string form) => Assert.Equal(form, Language.All.First(l => l.Tag == tag).Plural(n));

    [Fact]
    public void A_date_is_written_out() => Assert.Equal("20 November 2026", _en.Date(Samples.Date));

    [Fact]
    public void A_language_without_texts_is_refused() => Assert.Throws<ArgumentException>(() => Texts.In("tlh"));
}
