namespace Outcomes.Api.Tests.Canaries;

/// <summary>
/// What must never be seen: made-up words that tests put in wherever a person could by mistake or on purpose. Every <see cref="RunningHost"/>
/// looks for them in its logs, its files and its answers (<see cref="Watch"/>).
/// </summary>
static class Canary
{
    /// <summary>A student's, as it would stand in a school's list.</summary>
    public const string StudentName = "Xanthippe Quillfeather", OtherStudentName = "Zoë Ångström-Kwarteng", BirthDate = "2013-10-29", Email = "xanthippe.quillfeather@pupils.example";

    /// <summary>What someone wrote about a student, or chose to lock a key with.</summary>
    public const string Note = "The heron at the quarry frightened her again", Passphrase = "marmalade lanterns under nine bridges";

    /// <summary>What somebody may type into a form that shows it again to them: it stays out of logs and files all the same.</summary>
    public const string Typed = "Ignatius Pebblewhite";

    public static IReadOnlyList<string> OfStudents { get; } = [StudentName, OtherStudentName, BirthDate, Email, Note, Passphrase];
}
