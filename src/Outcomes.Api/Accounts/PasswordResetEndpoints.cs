using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Outcomes.Api.Pages;
using Outcomes.Data.Accounts;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>A steward's link to a new password, and what its receiver does with it.</summary>
static class PasswordResetEndpoints
{
    public static void MapPasswordResets(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/people/{id}/password", Make).TakesForms(Scopes.ManagePeople).RequireRateLimiting(Limits.Invite);
        pages.MapGet("/sign-in/new-password/{token}", (HttpContext http, string token, PasswordResetStore resets) => Show(http, token, resets.State(token))).BeginsSession().RequireRateLimiting(Limits.Invite);
        pages.MapPost("/sign-in/new-password/{token}", Use).TakesOpenForms().BeginsSession();
    }

    static async Task<IResult> Make(HttpContext http, string id, [FromForm(Name = "device_lost")] string? deviceLost, AccountStore accounts, PasswordResetStore resets)
    {
        if (PeopleEndpoints.Find(http, id) is null || accounts.Find(id) is not { DisabledUtc: null }) return Results.NotFound();
        // Whoever makes someone's link could open it, and would have that person's roles.
        if (PeopleEndpoints.HasRolesElsewhere(http, id))
            return await PeopleEndpoints.Show(http, faults: [new("account", "reset_elsewhere", "This person has roles in studies that you do not keep. A steward of all studies can make the link.")]);
        var token = await resets.Make(id, deviceLost is not null, http.Visitor().Actors[0].Name);
        return await PeopleEndpoints.Show(http, reset: $"{http.Request.Scheme}://{http.Request.Host}/sign-in/new-password/{token}");
    }

    static Task<IResult> Show(HttpContext http, string token, InvitationState state, IReadOnlyList<Fault>? faults = null) => state == InvitationState.Open
        ? Forms.Page<NewPasswordPage>(http, new() { [nameof(NewPasswordPage.Link)] = token, [nameof(NewPasswordPage.Faults)] = faults ?? [] }, faults is { Count: > 0 } ? 422 : 200)
        : PageEndpoints.Message(http, $"new_password_{EnumNames<InvitationState>.Of(state)}", state == InvitationState.Unknown ? 404 : 410);

    /// <remarks>Nobody is signed in by it: whoever has one-time codes is asked for one, as always.</remarks>
    static async Task<IResult> Use(HttpContext http, string token, [FromForm] string? password, PasswordResetStore resets, AccountStore accounts, UserManager<Account> people)
    {
        if (resets.Account(token) is not { } id || accounts.Find(id) is not { } account) return await Show(http, token, resets.State(token));
        if (PasswordRules.Check(password ?? "", account.SignInName, secondFactor: false, http.RequestServices.GetRequiredService<KnownPlaces>().Words()) is { Count: > 0 } faults) return await Show(http, token, InvitationState.Open, faults);
        var stamp = Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).ToString("N");
        return await resets.Use(token, people.PasswordHasher.HashPassword(account, password!), stamp) ? Results.Redirect("/sign-in") : await Show(http, token, resets.State(token));
    }
}
