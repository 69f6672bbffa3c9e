using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Accounts;
using Outcomes.Data.Audit;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Accounts;

public sealed partial class SignInTests : IAsyncLifetime
{
    const string Name = "Rosa Steward", Password = "seven quiet rivers at noon";

    RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.Start();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    InvitationStore Invitations => _host.Services.GetRequiredService<InvitationStore>();

    FormClient Browser(bool follow = true) => new(_host.Address, follow);

    Task<string> Invite(Role role = Role.Steward) => Invitations.Invite([new RoleGrant(role)], TimeSpan.FromDays(1), "test");

    async Task<FormClient> Joined(string name = Name, Role role = Role.Steward)
    {
        var browser = Browser();
        var link = $"/invitations/{await Invite(role)}";
        var page = await (await browser.Send(link, link, ("name", name), ("password", Password))).Content.ReadAsStringAsync();
        Assert.Contains($"Signed in as {name}", page);
        return browser;
    }

    static Task<HttpResponseMessage> SignIn(FormClient browser, string name, string password, string back = "/account") =>
        browser.Send("/sign-in", "/sign-in", ("name", name), ("password", password), ("back", back));

    [Fact]
    public async Task An_invitation_makes_one_account_that_can_sign_out_and_in_again()
    {
        using var browser = await Joined();
        var account = await browser.Page("/account");
        Assert.Contains("Steward", account);
        await browser.Post("/sign-out", ("__RequestVerificationToken", FormClient.TokenIn(account)));
        Assert.Contains("Sign in", await browser.Page("/account"));
        var again = await SignIn(browser, Name.ToUpperInvariant(), Password);
        Assert.Contains("Signed in as", await again.Content.ReadAsStringAsync());
        Assert.Null(AuditStore.FirstBreak(_host.Database));
    }

    [Fact]
    public async Task An_invitation_works_once_and_says_what_to_do_when_used_expired_or_cut()
    {
        var used = await Invite();
        using (var browser = Browser()) await browser.Send($"/invitations/{used}", $"/invitations/{used}", ("name", Name), ("password", Password));
        var expired = await Invitations.Invite([new RoleGrant(Role.Auditor)], TimeSpan.FromMilliseconds(1), "test");
        await Task.Delay(20, TestContext.Current.CancellationToken);
        using var other = Browser();
        foreach (var (token, status, says) in new[] { (used, 410, "sign in"), (expired, 410, "ask whoever invited you"), (used[..20], 404, "cut in two") })
        {
            var answer = await other.Get($"/invitations/{token}");
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("short words", "at least 15")]
    [InlineData("passwordpassword", "guessed first")]
    [InlineData("qwertyuiopasdfghjkl", "guessed first")]
    [InlineData("abcabcabcabcabcabc", "guessed first")]
    [InlineData("rosa stewardrosa steward", "guessed first")]
    [InlineData("ThisIsMyPassword123!", "guessed first")]
    [InlineData("123456789012345678", "guessed first")]
    public async Task A_password_that_is_short_or_guessed_first_is_refused_at_the_field_and_what_was_typed_stays(string password, string says)
    {
        var link = $"/invitations/{await Invite()}";
        using var browser = Browser();
        var answer = await browser.Send(link, link, ("name", Name), ("password", password));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(says, page);
        Assert.Contains($"value=\"{Name}\"", page);
        Assert.Contains("aria-invalid=\"true\"", page);
        Assert.DoesNotContain(password, page);
        Assert.False(_host.Services.GetRequiredService<AccountStore>().Any());
    }

    [Fact]
    public async Task Wrong_passwords_unknown_names_and_locked_accounts_get_the_same_answer()
    {
        using (await Joined()) { }
        using var browser = Browser();
        var answers = new List<(HttpStatusCode, string)>();
        foreach (var name in new[] { "nobody at all", Name, Name, Name, Name, Name, Name })
        {
            var answer = await SignIn(browser, name, "not the password at all");
            answers.Add((answer.StatusCode, Without(await answer.Content.ReadAsStringAsync(), name)));
        }
        Assert.Single(answers.Distinct());
        var locked = await SignIn(browser, Name, Password);   // now even the right one
        Assert.Equal(answers[0], (locked.StatusCode, Without(await locked.Content.ReadAsStringAsync(), Name)));
        Assert.Contains("account_locked", _host.Dump());
    }

    static string Without(string page, string name) => Token().Replace(page, "").Replace($"value=\"{name}\"", "");

    [Fact]
    public async Task Guessing_is_stopped_for_an_address_too()
    {
        using var browser = Browser();
        var token = FormClient.TokenIn(await browser.Page("/sign-in"));
        HttpStatusCode last = default;
        for (var i = 0; i < 30 && last != HttpStatusCode.TooManyRequests; i++)
            last = (await browser.Post("/sign-in", ("__RequestVerificationToken", token), ("name", $"guess {i}"), ("password", "x"))).StatusCode;
        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task One_time_codes_are_asked_for_and_each_recovery_code_works_once()
    {
        using var browser = await Joined();
        var setup = await (await browser.Send("/account", "/account/codes/new")).Content.ReadAsStringAsync();
        var key = Secret().Match(setup).Groups[1].Value;
        var on = await (await browser.Post("/account/codes", ("__RequestVerificationToken", FormClient.TokenIn(setup)), ("code", FormClient.OneTimeCode(key, TimeProvider.System.GetUtcNow())))).Content.ReadAsStringAsync();
        var recovery = RecoveryCodes().Matches(on).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(10, recovery.Count);
        Assert.DoesNotContain(key, _host.Dump());
        Assert.DoesNotContain(recovery[0], _host.Dump());

        foreach (var (code, works) in new[] { ("000000", false), (recovery[0], true), (recovery[0], false), (FormClient.OneTimeCode(key, TimeProvider.System.GetUtcNow()), true) })
        {
            using var other = Browser();
            var asked = await SignIn(other, Name, Password);
            Assert.Contains("One more step", await asked.Content.ReadAsStringAsync());
            Assert.Contains("Sign in", await other.Page("/account"));   // the password alone opens nothing
            var answer = await other.Send("/sign-in/code", "/sign-in/code", ("code", code), ("back", "/account"));
            Assert.Equal(works, (await answer.Content.ReadAsStringAsync()).Contains("Signed in as", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_changed_password_ends_every_other_session_at_once()
    {
        const string changed = "nine slow clouds over hills";
        using var here = await Joined();
        using var there = Browser();
        await SignIn(there, Name, Password);
        var answer = await here.Send("/account", "/account/password", ("current", Password), ("password", changed));
        Assert.Contains("The password is changed", await answer.Content.ReadAsStringAsync());
        Assert.Contains("Signed in as", await here.Page("/account"));
        Assert.DoesNotContain("Signed in as", await there.Page("/account"));
        Assert.Contains("Signed in as", await (await SignIn(there, Name, changed)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_new_password_that_is_refused_is_told_at_its_own_field_and_no_role_is_given_by_default()
    {
        using var browser = await Joined();
        var answer = await browser.Send("/account", "/account/password", ("current", Password), ("password", "short"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("id=\"password-fault\"", await answer.Content.ReadAsStringAsync());
        var invited = await browser.Send("/people", "/people/invitations", ("role", ""), ("study", ""), ("school", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, invited.StatusCode);
        Assert.Empty(Invitations.Open());
    }

    [Fact]
    public async Task A_listed_session_can_be_ended()
    {
        using var here = await Joined();
        using var there = Browser();
        await SignIn(there, Name, Password);
        var sessions = SessionEnds().Matches(await here.Page("/account")).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(2, sessions.Count);   // the one used last stands first
        foreach (var session in sessions) await here.Send("/account", session);
        Assert.DoesNotContain("Signed in as", await here.Page("/account"));
        Assert.DoesNotContain("Signed in as", await there.Page("/account"));
    }

    [Fact]
    public async Task A_form_without_our_token_changes_nothing()
    {
        using var browser = await Joined();
        var before = _host.Dump();
        var answer = await browser.Post("/account/password", ("current", Password), ("password", "nine slow clouds over hills"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(before, _host.Dump());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task After_sign_in_nobody_is_sent_elsewhere(string back)
    {
        using (await Joined()) { }
        using var browser = Browser(follow: false);
        var answer = await SignIn(browser, Name, Password, back);
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_steward_invites_and_disables_others_and_nobody_else_may()
    {
        using var steward = await Joined();
        var page = await (await steward.Send("/people", "/people/invitations", ("role", "researcher"), ("study", ""), ("school", ""))).Content.ReadAsStringAsync();
        var link = Link().Match(page).Groups[1].Value;
        using var researcher = Browser();
        Assert.Contains("Researcher", await (await researcher.Send(link, link, ("name", "Second Person"), ("password", Password + "s"))).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await researcher.Get("/people")).StatusCode);

        var people = await steward.Page("/people");
        var id = _host.Services.GetRequiredService<AccountStore>().All().Single(a => a.SignInName == "Second Person").Id;
        await steward.Post($"/people/{id}/disable", ("__RequestVerificationToken", FormClient.TokenIn(people)));
        Assert.Contains("Sign in", await researcher.Page("/account"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignIn(researcher, "Second Person", Password + "s")).StatusCode);
    }

    [Fact]
    public async Task What_protects_the_secrets_is_stored_and_the_secrets_are_not()
    {
        using var browser = await Joined();
        var stored = _host.Dump();
        Assert.DoesNotContain(Password, stored);
        var hash = Convert.FromBase64String(_host.Services.GetRequiredService<AccountStore>().FindByName(Name.ToUpperInvariant())!.PasswordHash!);
        Assert.Equal(1, hash[0]);   // Identity's third format
        Assert.Equal((2u, 210_000u), (Number(hash, 1), Number(hash, 5)));   // HMAC-SHA512, rounds
    }

    static uint Number(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]+\"")] private static partial Regex Token();
    [GeneratedRegex("secret=([A-Z2-7]+)&amp;")] private static partial Regex Secret();
    [GeneratedRegex("<li><code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>")] private static partial Regex RecoveryCodes();
    [GeneratedRegex("action=\"(/account/sessions/[0-9a-f]+/end)\"")] private static partial Regex SessionEnds();
    [GeneratedRegex("<code>(http[^<]+/invitations/[^<]+)</code>")] private static partial Regex Link();
}
