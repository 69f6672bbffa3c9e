using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Access;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Audit;

public sealed class AuditedEndpointsTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    /// <summary>Forms and measurements that write nothing.</summary>
    static readonly string[] Harmless =
    [
        "POST /verify", "POST /account/passkeys/options", "POST /sign-in/passkey/options", "POST /account/organisation", "POST /sign-in/organisation", "POST /invitations/{token}/organisation",
        "POST /studies/{study}/connection/piece",
    ];

    [Fact]
    public void Every_address_is_known_with_the_events_that_it_leaves()
    {
        var there = PermissionTable.Of((IEndpointRouteBuilder)study.Host.App).Select(r => $"{r.Method} {r.Address}").ToHashSet();
        var known = AuditedEndpoints.Leaves.Keys.Concat(AuditedEndpoints.LeavesWhereItChanges.Keys).Concat(AuditedEndpoints.LeavesNone.Keys).ToList();
        Assert.Empty(there.Except(known).Select(a => $"{a} is new: say in AuditedEndpoints which event it leaves in the audit chain, or why it needs none."));
        Assert.Equal(known.Count, known.Distinct().Count());
        Assert.Empty(AuditedEndpoints.LeavesNone.Keys.Where(a => !a.StartsWith("GET ", StringComparison.Ordinal)).Except(Harmless).Select(a => $"{a} is no reading, and leaves nothing?"));
    }

    [Fact]
    public async Task A_sign_in_that_failed_one_that_worked_and_a_sign_out_are_in_the_chain()
    {
        const string name = "Rosa Steward", password = "seven quiet rivers at noon";
        var token = await study.Host.Services.GetRequiredService<InvitationStore>().Invite([new RoleGrant(Role.Steward)], TimeSpan.FromDays(1), "test");
        using var browser = new FormClient(study.Host.Address);
        await browser.Send($"/invitations/{token}", $"/invitations/{token}", ("name", name), ("password", password));
        using var other = new FormClient(study.Host.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.Send("/sign-in", "/sign-in", ("name", name), ("password", "not the password at all"))).StatusCode);
        await browser.Post("/sign-out", ("__RequestVerificationToken", FormClient.TokenIn(await browser.Page("/account"))));
        foreach (var action in new[] { "invitation_accepted", "signed_in", "sign_in_failed", "signed_out" }) Assert.Contains($"\"action\":\"{action}\"", study.Host.Dump());
    }

    [Theory]
    [InlineData("api/v1/studies/small/results/board", false)]
    [InlineData("api/v1/studies/small/reports/board.json", false)]
    public async Task What_is_not_there_leaves_no_event(string address, bool leaves)
    {
        var before = study.Host.Dump();
        Assert.Equal(HttpStatusCode.NotFound, (await study.Host.Client.GetAsync(address)).StatusCode);
        Assert.Equal(leaves, before != study.Host.Dump());
    }
}
