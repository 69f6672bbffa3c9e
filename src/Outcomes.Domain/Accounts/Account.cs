namespace Outcomes.Domain.Accounts;

/// <summary>Someone who works with the system. Never a participant: those have a pseudonym and no account.</summary>
/// <remarks>A class with setters, since ASP.NET Core Identity changes it in steps and stores it at the end.</remarks>
public sealed class Account
{
    public required string Id { get; init; }

    /// <summary>What is typed to sign in; its owner's choice, 3 to 100 signs.</summary>
    public required string SignInName { get; set; }
    public string NormalizedName { get; set; } = "";
    public string? PasswordHash { get; set; }
    public string SecurityStamp { get; set; } = "";
    public bool TwoFactor { get; set; }

    /// <summary>Of the one-time codes; protected, as it is stored.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>SHA-256 of each recovery code that was not used yet.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; set; } = [];
    public int FailedCount { get; set; }
    public DateTimeOffset? LockedUntilUtc { get; set; }
    public DateTimeOffset CreatedUtc { get; init; }
    public DateTimeOffset? DisabledUtc { get; set; }

    /// <summary>Of the row that this was read from; 0 before it is stored.</summary>
    public long Version { get; set; }
}
