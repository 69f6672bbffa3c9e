using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>Signing in as a person does it: in a real browser, with the keyboard alone.</summary>
public sealed class SignInBrowserTests
{
    [Fact]
    public async Task An_invited_person_makes_an_account_signs_out_and_in_again_without_a_mouse()
    {
        await using var host = await RunningHost.Start();
        var token = await host.Services.GetRequiredService<InvitationStore>().Invite([new RoleGrant(Role.Steward)], TimeSpan.FromDays(1), "test");
        await using var person = await BrowserSession.Open(host.Address);
        var page = person.Page;

        await page.GotoAsync($"/invitations/{token}");
        await page.GetByLabel("Name").FocusAsync();
        await page.Keyboard.TypeAsync("Rosa Keys");
        await person.Keys("Tab");
        await page.Keyboard.TypeAsync("seven quiet rivers at noon");
        await person.Keys("Enter");
        await page.GetByText("Signed in as Rosa Keys").WaitForAsync();
        await person.Picture("account");

        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).FocusAsync();
        await person.Keys("Enter");
        await page.WaitForURLAsync("**/sign-in");
        await page.GetByLabel("Name").FocusAsync();
        await page.Keyboard.TypeAsync("Rosa Keys");
        await person.Keys("Tab");
        await page.Keyboard.TypeAsync("seven quiet rivers at noon");
        await person.Keys("Enter");
        await page.WaitForURLAsync(host.Address.ToString());
    }
}
