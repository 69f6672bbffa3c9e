using Outcomes.Domain.CheckIns;
using Xunit;

namespace Outcomes.Domain.Tests.CheckIns;

public class LinkTokenTests
{
    [Fact]
    public void Each_is_new_and_can_be_typed_in_capitals_and_with_signs_that_look_alike()
    {
        var tokens = Enumerable.Range(0, 500).Select(_ => LinkToken.New()).ToList();
        Assert.Equal(500, tokens.Distinct().Count());
        Assert.All(tokens, token =>
        {
            Assert.Matches("^[0-9a-hjkmnp-tv-z]{26}$", token);
            Assert.Equal(LinkToken.Hash(token), LinkToken.Hash(token.ToUpperInvariant().Replace('0', 'O').Replace('1', 'l')));
        });
    }

    [Theory, InlineData(""), InlineData("0123456789"), InlineData("0123456789abcdefghjkmnpqr!"), InlineData("0123456789abcdefghjkmnpqru")]
    public void What_we_would_not_have_made_has_no_hash(string typed) => Assert.Null(LinkToken.Hash(typed));
}
