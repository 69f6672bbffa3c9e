namespace Outcomes.Domain.Accounts;

/// <summary>A passkey as the server knows it: it can check an answer and make none.</summary>
public sealed record Passkey
{
    public required byte[] CredentialId { get; init; }
    public required string Account { get; init; }

    /// <summary>Its owner's word for it, 1 to 60 signs.</summary>
    public required string Name { get; init; }

    /// <summary>COSE.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>Grows with each answer; 0 for good where the passkey is kept on several devices.</summary>
    public long SignCount { get; init; }
    public IReadOnlyList<string> Transports { get; init; } = [];
    public bool BackupEligible { get; init; }
    public bool BackedUp { get; init; }
    public DateTimeOffset CreatedUtc { get; init; }
    public DateTimeOffset? UsedUtc { get; init; }
}

/// <summary>How someone may come in: the last way is never taken away.</summary>
/// <param name="Links">Organisations that know the account.</param>
public sealed record WaysIn(bool Password, int Passkeys, int Links)
{
    public const int MostPasskeys = 20, LongestName = 60;

    public bool IsLast => (Password ? 1 : 0) + Passkeys + Links <= 1;

    public static Fault LastWay { get; } = new("ways", "last_way_in", "This is the only way into your account. Set a password or add another passkey first, then remove this one.");
}
