using Outcomes.Api.Pages;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Instruments;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Text;

namespace Outcomes.Api.CheckIns;

/// <summary>A student who came by a link: what it lets them do, in which words.</summary>
/// <param name="Token">As it stands in the address.</param>
/// <param name="Languages">Those of the study in which everything that the link asks can be shown.</param>
/// <param name="Chosen">They chose the language on the page.</param>
public sealed record StudentVisit(string Token, CheckInLink Link, StudyLookup Study, IReadOnlyList<string> Languages, Texts Texts, bool Chosen)
{
    public string Language => Texts.Language.Tag;

    public string Home => $"/c/{Token}";

    /// <summary>The study says that some answers to this are told to the therapist.</summary>
    public bool TellsOfDistress => Study.Study.Distress.Any(d => Link.Forms.Any(f => f.Instrument == d.Instrument));

    /// <summary>An address of this link that keeps the language.</summary>
    public string To(string path = "", string? language = null) =>
        $"{Home}{path}" + ((language ?? (Chosen ? Language : Link.Language)) is var tag && tag != Link.Language ? $"{(path.Contains('?') ? '&' : '?')}lang={tag}" : "");

    /// <summary>The link is all that whoever holds it has: one school's data, to write.</summary>
    public Actor Actor => ActorOf(Link);

    static Actor ActorOf(CheckInLink link) => new(CheckInStore.By(link), new HashSet<string> { Scopes.WriteData }, link.Study) { Schools = new HashSet<string> { link.School } };

    /// <returns>Null: the link opens nothing. Unknown, not open yet, expired and ended look alike.</returns>
    public static StudentVisit? Of(HttpContext http, string token)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<LinkStore>().Open(token) is not { } link || services.GetRequiredService<StudyStore>().Lookup(ActorOf(link), link.Study) is not { } study) return null;
        var languages = CheckInWords.Languages(study, link.Forms, services.GetRequiredService<WordingStore>());
        if (languages.Count == 0) return null;
        var asked = HttpMethods.IsPost(http.Request.Method) ? http.Request.Form["lang"].ToString() : http.Request.Query["lang"].ToString();
        var chosen = languages.Contains(asked);
        var language = chosen ? asked : languages.Contains(link.Language) ? link.Language : languages[0];
        return new(token, link, study, languages, Texts.In(language, PageEndpoints.Words), chosen);
    }

    /// <summary>The same, in another language.</summary>
    public StudentVisit In(string language) => Languages.Contains(language) ? this with { Texts = Texts.In(language, PageEndpoints.Words), Chosen = true } : this;
}

/// <summary>Whether, and in which languages, a form's words may be shown to students here.</summary>
static class CheckInWords
{
    public static IReadOnlyList<string> Languages(StudyLookup study, IReadOnlyList<CheckInForm> forms, WordingStore wordings) =>
        [.. study.Study.Languages.Where(tag => Language.All.Any(l => l.Tag == tag) && forms.All(f => study.Instrument(f.Instrument, f.Version) is { } d && wordings.Find(d, tag, Medium.Screen) is not null))];

    /// <summary>Why a link in this language cannot be made, if it cannot.</summary>
    public static IEnumerable<Domain.Fault> Faults(StudyLookup study, IReadOnlyList<CheckInForm> forms, string language, IServiceProvider services)
    {
        var (gate, wordings) = (services.GetRequiredService<AuthorisationStore>(), services.GetRequiredService<WordingStore>());
        foreach (var instrument in forms.DistinctBy(f => f.Instrument).Select(f => study.Instrument(f.Instrument, f.Version)!))
            if (!gate.IsOpen(instrument, Medium.Screen)) yield return LicenceGate.Closed(instrument, Medium.Screen, "language");
            else if (!Language.All.Any(l => l.Tag == language) || wordings.Find(instrument, language, Medium.Screen) is null) yield return CheckInRules.NoWording("language");
    }
}
