using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Accounts;

/// <summary>A role that someone has now.</summary>
/// <param name="Id">Of the giving: the same role given again has another.</param>
public sealed record HeldRole(string Id, string Account, RoleGrant Grant, string GivenUtc);

/// <summary>Giving and ending the roles of people who are there. <c>studies</c> are those that whoever asks keeps; null: all.</summary>
public sealed class RoleStore(Database database, Writer writer)
{
    const string Select = "SELECT id, account_id AS Account, role, study_id AS Study, district, school, given_utc AS GivenUtc FROM account_role WHERE ended_utc IS NULL";

    static readonly string Own = OwnSchools.Holds("study_id", "@studies");

    /// <summary>Of one person, the oldest first.</summary>
    public IReadOnlyList<HeldRole> Of(string account, IReadOnlySet<string>? studies) => database.Read(c => c.Query<Row>(
        $"{Select} AND account_id = @account AND {Own} ORDER BY given_utc, id", new { account, studies = OwnSchools.Json(studies) }).Select(r => r.Held()).ToList());

    public HeldRole? Find(string id, IReadOnlySet<string>? studies) =>
        database.Read(c => c.QuerySingleOrDefault<Row>($"{Select} AND id = @id AND {Own}", new { id, studies = OwnSchools.Json(studies) }))?.Held();

    /// <summary>Those of the roles that the person has not got yet.</summary>
    /// <returns>How many were given.</returns>
    public Task<int> Give(string account, IReadOnlyList<RoleGrant> roles, string actor) => writer.Run(change =>
    {
        var has = change.Connection.Query<Row>($"{Select} AND account_id = @account", new { account }).Select(r => r.Held().Grant).ToHashSet();
        List<RoleGrant> added = [.. roles.Distinct().Where(r => !has.Contains(r))];
        AccountStore.Give(change, account, added);
        foreach (var role in added) change.Record(Event(actor, "role_given", account, role));
        return added.Count;
    });

    /// <summary>Ends a role, and with it every session of the person: what is open in a browser was opened under that role.</summary>
    /// <returns>False: it was ended before.</returns>
    public Task<bool> End(HeldRole role, string actor) => writer.Run(change =>
    {
        if (change.Prepared("UPDATE account_role SET ended_utc = @2 WHERE id = @1 AND ended_utc IS NULL").Run(role.Id, Utc.Text(change.Now)) == 0) return false;
        change.Prepared("DELETE FROM sign_in WHERE account_id = @1").Run(role.Account);
        change.Record(Event(actor, "role_ended", role.Account, role.Grant));
        return true;
    });

    static AuditEvent Event(string actor, string action, string account, RoleGrant role) => new(actor, action, account, role.Study, new Dictionary<string, string>
    {
        ["role"] = string.Join(' ', new[] { EnumNames<Role>.Of(role.Role), role.Study, role.District, role.School }.Where(p => p is not null)),
    });

    sealed record Row(string Id, string Account, string Role, string? Study, string? District, string? School, string GivenUtc)
    {
        public HeldRole Held() => new(Id, Account, new RoleGrant(EnumNames<Role>.TryRead(Role, out var role) ? role : throw new InvalidDataException($"Unknown role '{Role}'."), Study, District, School), GivenUtc);
    }
}
