using System.Data.Common;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Accounts;

/// <summary>A person as an organisation's provider names them. Both are opaque to us.</summary>
public sealed record OrganisationPerson(string Issuer, string Subject);

/// <summary>Which account belongs to which person of an organisation: by issuer and subject, never by an address or a name.</summary>
public sealed class OrganisationLinkStore(Database database, Writer writer)
{
    /// <summary>Account, or null: nobody here is linked to this person.</summary>
    public string? Account(OrganisationPerson person) => database.Read(c => Account(c, person));

    static string? Account(DbConnection connection, OrganisationPerson person) =>
        connection.ExecuteScalar<string?>("SELECT account_id FROM organisation_link WHERE issuer = @Issuer AND subject = @Subject", person);

    /// <summary>Issuers that know the account.</summary>
    public IReadOnlyList<string> Of(string account) =>
        database.Read(c => c.Query<string>("SELECT issuer FROM organisation_link WHERE account_id = @account ORDER BY linked_utc", new { account }).ToList());

    public WaysIn Ways(string account) => database.Read(c => Ways(c, account));

    internal static WaysIn Ways(DbConnection connection, string account) => connection.QuerySingle<WaysRow>(
        """
        SELECT password_hash IS NOT NULL AS Password, (SELECT COUNT(*) FROM passkey p WHERE p.account_id = a.id) AS Passkeys,
               (SELECT COUNT(*) FROM organisation_link l WHERE l.account_id = a.id) AS Links FROM account a WHERE a.id = @account
        """, new { account }).Ways();

    /// <returns>Null: it is linked. Else why not.</returns>
    public Task<Fault?> Link(string account, OrganisationPerson person) => writer.Run(change => Link(change, account, person));

    internal static Fault? Link(Change change, string account, OrganisationPerson person)
    {
        if (Account(change.Connection, person) is { } linked) return linked == account ? null : Taken;
        change.Prepared("DELETE FROM organisation_link WHERE account_id = @1 AND issuer = @2").Run(account, person.Issuer);
        change.Prepared("INSERT INTO organisation_link (issuer, subject, account_id, linked_utc) VALUES (@1, @2, @3, @4)").Run(person.Issuer, person.Subject, account, Utc.Text(change.Now));
        change.Record(new AuditEvent($"account {account}", "organisation_linked", account));
        return null;
    }

    /// <returns>Null: there is no link now. Else why not: it is the last way in.</returns>
    public Task<Fault?> Unlink(string account) => writer.Run(change =>
    {
        var ways = Ways(change.Connection, account);
        if (ways.Links == 0) return null;
        if (ways with { Links = 1 } is { IsLast: true }) return WaysIn.LastWay;
        change.Prepared("DELETE FROM organisation_link WHERE account_id = @1").Run(account);
        change.Record(new AuditEvent($"account {account}", "organisation_unlinked", account));
        return null;
    });

    public static Fault Taken { get; } = new("organisation", "organisation_taken", "This person of your organisation is linked to another account here. Sign in with that account, or ask the steward.");

    sealed record WaysRow(long Password, long Passkeys, long Links)
    {
        public WaysIn Ways() => new(Password == 1, (int)Passkeys, (int)Links);
    }
}
