namespace Outcomes.Domain.Instruments;

public enum Medium { Screen, Paper }

/// <summary>
/// Whether an instrument's words may be shown on a medium. Only what is free is open by itself. A site that registered, asked or paid
/// records that, and opens the gate of everything but what the owner forbids.
/// </summary>
/// <remarks>
/// Typing in what stands on a paper form is not showing it: such a page has the items' numbers and the answers' values, no wording and
/// no layout of the form. A licence on electronic forms therefore does not close it.
/// </remarks>
public static class LicenceGate
{
    public const string Code = "licence_forbids_medium";

    public static LicenceTerms On(this Licence licence, Medium medium) => medium == Medium.Paper ? licence.Paper : licence.Electronic;

    /// <param name="authorised">The site has recorded a leave of the owner for this medium.</param>
    public static bool IsOpen(InstrumentDefinition instrument, Medium medium, bool authorised) => instrument.Licence.On(medium) switch
    {
        LicenceTerms.Free => true,
        LicenceTerms.Forbidden => false,
        _ => authorised,
    };

    /// <summary>Why the gate is closed and what opens it.</summary>
    public static Fault Closed(InstrumentDefinition instrument, Medium medium, string field) => new(field, Code,
        (medium == Medium.Screen ? "The licence of this instrument does not allow a form on a screen" : "The licence of this instrument does not allow a form on paper")
        + (instrument.Licence.On(medium) == LicenceTerms.Forbidden ? "." : " without the owner's leave; where the site has it, record it with 'outcomes instrument authorise' or on the instrument's page."));
}
