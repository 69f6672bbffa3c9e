using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Activities;

/// <summary>A recorded exercise of a study's library.</summary>
/// <param name="Licence">One of <see cref="ActivityRules.Licences"/>.</param>
/// <param name="Reference">Whose it is, or of the permission.</param>
public sealed record Activity(Guid Id, string Title, string Language, string Licence, string Reference, string MediaType, long Size, string Sha256, double Seconds);

public static class ActivityRules
{
    public const string Permission = "permission";

    /// <summary>Codes of SPDX, and a permission that somebody gave.</summary>
    public static readonly IReadOnlyList<string> Licences = ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0", Permission];

    public const int LongestTitle = 120, LongestReference = 200;

    public const double MostSeconds = 2 * 60 * 60;

    public static IReadOnlyList<Fault> Check(StudyLookup study, Activity activity)
    {
        var faults = new List<Fault>();
        Require(Line(activity.Title, LongestTitle) && activity.Title.Length > 0, "title", "bad_title", $"A title is one line of at most {LongestTitle} characters.");
        Require(study.HasLanguage(activity.Language), "language", "activity_language", "Choose one of the study's languages.");
        Require(Licences.Contains(activity.Licence), "licence", "no_licence", "Say by which licence, or with whose permission, it may be used.");
        Require(Line(activity.Reference, LongestReference) && (activity.Reference.Length > 0 || activity.Licence == "CC0-1.0"), "reference", "no_reference", $"Say whose it is, or where the permission is kept: one line of at most {LongestReference} characters.");
        Require(activity.Seconds is > 0 and <= MostSeconds, "seconds", "bad_seconds", "Say how long it is in seconds: at most two hours.");
        return faults;

        void Require(bool holds, string field, string code, string reason)
        {
            if (!holds) faults.Add(new(field, code, reason));
        }
    }

    static bool Line(string text, int longest) => text.Length <= longest && !text.Any(char.IsControl);
}

public static class AssignmentRules
{
    /// <summary>The longest that an exercise is given for.</summary>
    public const int MostDays = 120;
}
