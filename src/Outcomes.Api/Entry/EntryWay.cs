using Outcomes.Domain.Access;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Entry;

/// <summary>A way in for typed forms: its part of the address, the scope that it needs, and which instruments it takes.</summary>
public sealed record EntryWay(string Folder, string Scope, IReadOnlyList<Respondent> Respondents)
{
    /// <summary>A therapist's: every form on paper.</summary>
    public static readonly EntryWay Papers = new("enter", Scopes.WriteData, Enum.GetValues<Respondent>());

    /// <summary>An educator's: what they themselves observe, and nobody's answers.</summary>
    public static readonly EntryWay Observations = new("observe", Scopes.WriteObservations, [Respondent.Educator, Respondent.Observer]);

    public static readonly IReadOnlyList<EntryWay> All = [Papers, Observations];

    public bool Takes(InstrumentDefinition instrument) => Respondents.Contains(instrument.Respondent);
}
