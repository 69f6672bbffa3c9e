namespace Outcomes.Domain.Accounts;

/// <summary>What someone does in a study. What each may do stands in <see cref="Permissions"/>.</summary>
public enum Role
{
    /// <summary>Keeps the system: studies, people, keys, erasure. Sees no answers.</summary>
    Steward,

    /// <summary>Sees every row of the own studies under its pseudonym, never a school's roster.</summary>
    Researcher,

    /// <summary>Enters and sees the participants of the own schools.</summary>
    Therapist,

    /// <summary>Supports sessions in the own schools; sees no scores.</summary>
    Educator,

    /// <summary>Sees what was released.</summary>
    BoardReader,

    /// <summary>Sees who did what, and no data.</summary>
    Auditor,
}

/// <param name="Study">Null: every study.</param>
/// <param name="District">Null: every district.</param>
/// <param name="School">Null: every school.</param>
public sealed record RoleGrant(Role Role, string? Study = null, string? District = null, string? School = null);

public static class Permissions
{
    /// <summary>Scopes of each role; the documentation's table is made from this.</summary>
    public static IReadOnlySet<string> Of(Role role) => role switch
    {
        Role.Steward => Set(Access.Scopes.WriteStudies, Access.Scopes.ManagePeople, Access.Scopes.EraseData, Access.Scopes.ReadTraining, Access.Scopes.ReadReleased),
        Role.Researcher => Set(Access.Scopes.ReadResults, Access.Scopes.ReadData, Access.Scopes.ReadNotes, Access.Scopes.ReadQuality, Access.Scopes.WriteQueries,
            Access.Scopes.ReadTraining, Access.Scopes.ReadReleased),
        Role.Therapist => Set(Access.Scopes.WriteData, Access.Scopes.ReadParticipants, Access.Scopes.WriteConsents, Access.Scopes.UseRosters, Access.Scopes.WriteNotes,
            Access.Scopes.ReadQuality, Access.Scopes.TakeTraining, Access.Scopes.ReadReleased),
        Role.Educator => Set(Access.Scopes.ReadParticipants, Access.Scopes.WriteNotes, Access.Scopes.WriteObservations, Access.Scopes.TakeTraining, Access.Scopes.ReadReleased),
        Role.BoardReader => Set(Access.Scopes.ReadReleased),
        Role.Auditor => Set(Access.Scopes.ReadAudit),
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    static HashSet<string> Set(params string[] scopes) => [.. scopes];
}
