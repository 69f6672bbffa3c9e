using Outcomes.Domain.Participants;
using Xunit;

namespace Outcomes.Domain.Tests.Participants;

public sealed class PseudonymCheckTests
{
    const int Samples = 300;

    const string Letters = "ABCDEFGHJKMNPQRSTVWXYZ", AnySign = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";

    /// <summary>Made by the browser's module from the secret 0, 1, … 31 and the study 'small'.</summary>
    [Theory]
    [InlineData("Q8S1-F0P5-S4E18")]
    [InlineData("Q3G1-R3T9-Q8Y7W")]
    [InlineData("R7M4-D6P9-Z6J3Y")]
    [InlineData("B4D5-P5F6-Y2S9C")]
    public void What_the_browser_made_holds_here(string made)
    {
        Assert.False(PseudonymCheck.IsMistyped(made));
        Assert.True(PseudonymCheck.IsMistyped(made[..^1] + (made[^1] == '0' ? '1' : '0')));
    }

    static IEnumerable<string> Made()
    {
        var random = new Random(20261128);
        for (var i = 0; i < Samples; i++)
        {
            var plain = string.Concat(Enumerable.Range(0, 6).Select(_ => $"{Letters[random.Next(Letters.Length)]}{random.Next(10)}"));
            yield return PseudonymCheck.Signs.Select(sign => $"{plain[..4]}-{plain[4..8]}-{plain[8..]}{sign}").Single(p => !PseudonymCheck.IsMistyped(p));
        }
    }

    [Fact]
    public void A_made_pseudonym_is_a_valid_one_and_has_one_check_sign_only() => Assert.All(Made(), p => Assert.True(PseudonymRules.IsValid(p), p));

    [Fact]
    public void Every_single_wrong_sign_is_found()
    {
        foreach (var made in Made())
            for (var place = 0; place < made.Length; place++)
                foreach (var sign in AnySign.Where(s => s != made[place]))
                    Assert.True(PseudonymCheck.IsMistyped(made[..place] + sign + made[(place + 1)..]), $"{made}: {sign} at {place}");
    }

    [Fact]
    public void Every_swap_of_neighbours_is_found_also_across_and_with_a_hyphen()
    {
        foreach (var made in Made())
        {
            for (var place = 0; place + 1 < made.Length; place++) Swap(made, place, place + 1);
            Swap(made, 3, 5);
            Swap(made, 8, 10);
            Assert.True(PseudonymCheck.IsMistyped(made.Replace("-", "")));
        }

        static void Swap(string made, int one, int other)
        {
            if (made[one] == made[other]) return;
            var typed = made.ToCharArray();
            (typed[one], typed[other]) = (typed[other], typed[one]);
            Assert.True(PseudonymCheck.IsMistyped(new(typed)), $"{made}: {one} and {other}");
        }
    }

    [Theory]
    [InlineData("S07-014")]
    [InlineData("P2-1")]
    [InlineData("S1-001")]
    [InlineData("AB-2026-00145")]
    [InlineData("2026-S07-0014-A")]
    [InlineData("ZZ12-ZZ34-56ZZ7")]
    public void A_pseudonym_of_another_shape_is_somebodys_own_and_not_checked(string own) => Assert.False(PseudonymCheck.IsMistyped(own));
}
