using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Accounts;

/// <summary>What became of an invitation: each says something else to whoever follows its link.</summary>
public enum InvitationState { Open, Used, Expired, Unknown }

public sealed record InvitationInfo(string Id, string InvitedBy, string CreatedUtc, string ExpiresUtc, string? UsedUtc, IReadOnlyList<RoleGrant> Roles);

/// <summary>Links that make one account, once: 256 random bits, of which the database holds the SHA-256.</summary>
public sealed class InvitationStore(Database database, Writer writer)
{
    const int TokenBytes = 32;

    /// <returns>The token that stands in the link; this is the only time that it is known.</returns>
    public async Task<string> Invite(IReadOnlyList<RoleGrant> roles, TimeSpan lifetime, string invitedBy)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        await writer.Run(change =>
        {
            var id = Guid.CreateVersion7(change.Now).ToString("D");
            change.Record(new AuditEvent(invitedBy, "person_invited", id, Details: Details(roles)));
            return change.Prepared("INSERT INTO invitation (id, token_hash, roles, invited_by, created_utc, expires_utc) VALUES (@1, @2, @3, @4, @5, @6)")
                .Run(id, Hash(token), JsonSerializer.Serialize(roles, RolesJson.Default.IReadOnlyListRoleGrant), invitedBy, Utc.Text(change.Now), Utc.Text(change.Now + lifetime));
        });
        return token;
    }

    public InvitationState State(string token) => StateOf(database.Read(c => Find(c, token)), database.Time.GetUtcNow());

    /// <summary>Makes the account with the invitation's roles; the invitation is used up in the same transaction.</summary>
    /// <returns>Null: the account is made. Else why not; <see cref="InvitationState.Open"/> means that the sign-in name is taken.</returns>
    /// <param name="person">Of an organisation, who is linked to the account at once.</param>
    public Task<InvitationState?> Accept(string token, Account account, OrganisationPerson? person = null) => writer.Run<InvitationState?>(change =>
    {
        var row = Find(change.Connection, token);
        var state = StateOf(row, change.Now);
        if (state != InvitationState.Open) return state;
        if (!AccountStore.Insert(change, account)) return InvitationState.Open;
        if (person is not null && OrganisationLinkStore.Link(change, account.Id, person) is not null)
        {
            change.Refuse();
            return InvitationState.Open;
        }
        var roles = JsonSerializer.Deserialize(row!.Roles, RolesJson.Default.IReadOnlyListRoleGrant)!;
        AccountStore.Give(change, account.Id, roles);
        change.Prepared("UPDATE invitation SET used_utc = @2, account_id = @3 WHERE id = @1").Run(row.Id, Utc.Text(change.Now), account.Id);
        change.Record(new AuditEvent($"account {account.Id}", "invitation_accepted", row.Id, Details: Details(roles)));
        return null;
    });

    /// <summary>Those that are open, the newest first.</summary>
    public IReadOnlyList<InvitationInfo> Open() => database.Read(c => c.Query<InvitationRow>(
        """
        SELECT id, roles, invited_by AS InvitedBy, created_utc AS CreatedUtc, expires_utc AS ExpiresUtc, used_utc AS UsedUtc FROM invitation
        WHERE used_utc IS NULL AND expires_utc > @now ORDER BY created_utc DESC, id DESC
        """, new { now = Utc.Text(database.Time.GetUtcNow()) })
        .Select(r => new InvitationInfo(r.Id, r.InvitedBy, r.CreatedUtc, r.ExpiresUtc, r.UsedUtc, JsonSerializer.Deserialize(r.Roles, RolesJson.Default.IReadOnlyListRoleGrant)!)).ToList());

    static InvitationRow? Find(System.Data.Common.DbConnection connection, string token) => connection.QuerySingleOrDefault<InvitationRow>(
        "SELECT id, roles, invited_by AS InvitedBy, created_utc AS CreatedUtc, expires_utc AS ExpiresUtc, used_utc AS UsedUtc FROM invitation WHERE token_hash = @hash",
        new { hash = Hash(token) });

    static InvitationState StateOf(InvitationRow? row, DateTimeOffset now) =>
        row is null ? InvitationState.Unknown : row.UsedUtc is not null ? InvitationState.Used : Utc.Parse(row.ExpiresUtc) <= now ? InvitationState.Expired : InvitationState.Open;

    static Dictionary<string, string> Details(IReadOnlyList<RoleGrant> roles) => new()
    {
        ["roles"] = string.Join("; ", roles.Select(r => string.Join(' ', new[] { EnumNames<Role>.Of(r.Role), r.Study, r.District, r.School }.Where(p => p is not null)))),
    };

    static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    sealed record InvitationRow(string Id, string Roles, string InvitedBy, string CreatedUtc, string ExpiresUtc, string? UsedUtc);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<RoleGrant>))]
sealed partial class RolesJson : JsonSerializerContext;
