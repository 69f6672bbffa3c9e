namespace Outcomes.Domain.Access;

/// <summary>Who asks: the holder of a key, or a command run on this machine. Readers put its study into their WHERE clause.</summary>
/// <param name="Name">Stands in the audit chain.</param>
/// <param name="Scopes">See <see cref="Access.Scopes"/>.</param>
/// <param name="Study">The only study it may see; null: every study.</param>
public sealed record Actor(string Name, IReadOnlySet<string> Scopes, string? Study = null)
{
    /// <summary>A command or page on the machine that holds the file: whoever can run it can read the file anyway.</summary>
    public static Actor OnThisMachine(string name) => new(name, Access.Scopes.All);

    /// <summary>The only schools that it may see anything of by name; null: every school.</summary>
    public IReadOnlySet<string>? Schools { get; init; }

    public bool MaySeeSchool(string school) => Schools is null || Schools.Contains(school);

    public bool MaySee(string study) => Study is null || Study == study;
}

/// <summary>What a key may do.</summary>
public static class Scopes
{
    public const string WriteStudies = "studies:write";
    public const string WriteData = "data:write";
    public const string ReadResults = "results:read";

    /// <summary>Every row under its pseudonym: more than results, which are of groups.</summary>
    public const string ReadData = "data:read";

    /// <summary>What was released for readers outside the study.</summary>
    public const string ReadReleased = "released:read";
    public const string ReadAudit = "audit:read";
    public const string ManagePeople = "people:manage";

    /// <summary>The own schools' participants, by pseudonym; no answers and no scores.</summary>
    public const string ReadParticipants = "participants:read";

    /// <summary>To record what guardians and students agreed to, and that they no longer do.</summary>
    public const string WriteConsents = "consents:write";

    /// <summary>To erase what is stored of a participant, and what is kept longer than the study says.</summary>
    public const string EraseData = "data:erase";

    /// <summary>The own schools' rosters, which only the browser can open.</summary>
    public const string UseRosters = "rosters:use";

    /// <summary>Notes that only the study's researchers can open: to write them, and to read them.</summary>
    public const string WriteNotes = "notes:write", ReadNotes = "notes:read";

    public static readonly IReadOnlySet<string> All = new HashSet<string>
    {
        WriteStudies, WriteData, ReadResults, ReadData, ReadReleased, ReadAudit, ManagePeople, ReadParticipants, WriteConsents, EraseData, UseRosters, WriteNotes, ReadNotes,
    };
}
