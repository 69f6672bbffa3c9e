namespace Outcomes.Domain.Access;

/// <summary>Who asks: someone in one of their roles or in all of them, the holder of a key, or a command run on this machine. Readers put
/// its study and its schools into their WHERE clause.</summary>
/// <param name="Name">Stands in the audit chain.</param>
/// <param name="Scopes">See <see cref="Access.Scopes"/>. Each holds in <see cref="SchoolsFor"/>, which may be other schools than the next one's.</param>
/// <param name="Study">The only study it may see; null: every study.</param>
public sealed record Actor(string Name, IReadOnlySet<string> Scopes, string? Study = null)
{
    /// <summary>A command or page on the machine that holds the file: whoever can run it can read the file anyway.</summary>
    public static Actor OnThisMachine(string name) => new(name, Access.Scopes.All);

    /// <summary>
    /// The only schools that it may see anything of; null: every school. Behind a guard (<see cref="For"/>): those of the scope that the
    /// guard asked for. Before one: those that all its scopes share, so that nothing is open by mistake.
    /// </summary>
    public IReadOnlySet<string>? Schools { get; init; }

    /// <summary>Where the scopes differ in their schools: the schools of each.</summary>
    IReadOnlyDictionary<string, IReadOnlySet<string>?>? Places { get; init; }

    public bool MaySeeSchool(string school) => Schools is null || Schools.Contains(school);

    public bool MaySee(string study) => Study is null || Study == study;

    /// <summary>The schools in which it has this scope; null: every school. Empty where it has not got it at all.</summary>
    public IReadOnlySet<string>? SchoolsFor(string scope) =>
        !Scopes.Contains(scope) ? NoSchool : Places is not null && Places.TryGetValue(scope, out var schools) ? schools : Schools;

    /// <summary>Whether it has this scope for this school.</summary>
    public bool May(string scope, string school) => Scopes.Contains(scope) && (SchoolsFor(scope) is not { } schools || schools.Contains(school));

    /// <summary>Whether it has this scope for the study as a whole.</summary>
    public bool MayEverywhere(string scope) => SchoolsFor(scope) is null;

    /// <summary>The same, acting under one scope: <see cref="Schools"/> are that scope's.</summary>
    public Actor For(string scope) => this with { Schools = SchoolsFor(scope) };

    /// <summary>Limited to these schools; null: not limited. What is only of a whole study is then not its any more.</summary>
    public Actor Within(IReadOnlySet<string>? schools) =>
        schools is null ? this : this with { Scopes = Scopes.Except(Access.Scopes.OfWholeStudies).ToHashSet(StringComparer.Ordinal), Schools = schools };

    /// <summary>
    /// What someone's rights come to in one study: each scope holds for the schools that it was given for, and for no other's. Somebody who
    /// reads a whole study's reports and is a therapist in one school writes the data of that school alone.
    /// </summary>
    /// <returns>Null: there is nothing of this study that is theirs.</returns>
    public static Actor? Together(IEnumerable<Actor> rights, string study)
    {
        var own = rights.Where(r => r.MaySee(study)).ToList();
        if (own.Count == 0) return null;
        var places = own.SelectMany(r => r.Scopes.Select(scope => (Scope: scope, Schools: r.SchoolsFor(scope)))).GroupBy(r => r.Scope, r => r.Schools, StringComparer.Ordinal)
            .ToDictionary(scope => scope.Key, Union, StringComparer.Ordinal);
        return new(own[0].Name, places.Keys.ToHashSet(StringComparer.Ordinal), study) { Places = places, Schools = places.Values.Aggregate((IReadOnlySet<string>?)null, Shared) };
    }

    static readonly IReadOnlySet<string> NoSchool = new HashSet<string>();

    static IReadOnlySet<string>? Union(IEnumerable<IReadOnlySet<string>?> each)
    {
        var union = new HashSet<string>(StringComparer.Ordinal);
        foreach (var schools in each)
        {
            if (schools is null) return null;
            union.UnionWith(schools);
        }
        return union;
    }

    static IReadOnlySet<string>? Shared(IReadOnlySet<string>? some, IReadOnlySet<string>? others) =>
        some is null ? others : others is null ? some : some.Intersect(others).ToHashSet(StringComparer.Ordinal);
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

    /// <summary>What is missing, late or odd in the own schools' data, by pseudonym, and the queries about it; no scores.</summary>
    public const string ReadQuality = "quality:read";

    /// <summary>To ask about a stored form, and to close what was asked.</summary>
    public const string WriteQueries = "queries:write";

    /// <summary>To type in observation forms on the own schools' participants, and no other.</summary>
    public const string WriteObservations = "observations:write";

    /// <summary>To take the study's training.</summary>
    public const string TakeTraining = "training:take";

    /// <summary>Who has taken the study's training.</summary>
    public const string ReadTraining = "training:read";

    /// <summary>Notes that only the study's researchers can open: to write them, and to read them.</summary>
    public const string WriteNotes = "notes:write", ReadNotes = "notes:read";

    /// <summary>
    /// What cannot be had for some schools only: a result, a dataset or a plan is of a whole study, people and keys are kept for it, and the
    /// key that opens its notes opens all of them.
    /// </summary>
    public static readonly IReadOnlySet<string> OfWholeStudies = new HashSet<string> { WriteStudies, ReadResults, ReadData, ReadAudit, ManagePeople, EraseData, ReadNotes, ReadTraining };

    public static readonly IReadOnlySet<string> All = new HashSet<string>
    {
        WriteStudies, WriteData, ReadResults, ReadData, ReadReleased, ReadAudit, ManagePeople, ReadParticipants, WriteConsents, EraseData, UseRosters, WriteNotes, ReadNotes, ReadQuality,
        WriteQueries, TakeTraining, ReadTraining, WriteObservations,
    };
}
