using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Api.Problems;
using Outcomes.Api.Sealing;
using Outcomes.Data.Notes;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Notes;

namespace Outcomes.Api.Notes;

/// <summary>Notes that the server cannot read: written by therapists and educators, read by the study's researchers.</summary>
static class NoteEndpoints
{
    public static void MapNotes(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/studies/{study}/notes", List).ForVisitors(Scopes.ReadNotes);
        pages.MapGet("/studies/{study}/notes/new", New).ForVisitors(Scopes.WriteNotes);
        pages.MapPost("/studies/{study}/notes", Write).TakesScripts(Scopes.WriteNotes);
        pages.MapPost("/studies/{study}/notes/open", Open).TakesScripts(Scopes.ReadNotes);
        pages.MapStudyKeys();
    }

    static Task<IResult> List(HttpContext http, string study, string? before, StudyStore studies, NoteStore notes) => studies.Find(http.Actor(), study) is null ? Missing(http)
        : Forms.Page<NotesPage>(http, new() { [nameof(NotesPage.Study)] = study, [nameof(NotesPage.Notes)] = notes.List(http.Actor(), study, before) });

    static Task<IResult> New(HttpContext http, string study, string? about, StudyStore studies, NoteStore notes, StudyKeyStore keys)
    {
        if (studies.Find(http.Actor(), study) is null) return Missing(http);
        var (participants, sessions) = notes.Subjects(http.Actor(), study);
        return Forms.Page<NewNotePage>(http, new()
        {
            [nameof(NewNotePage.Study)] = study, [nameof(NewNotePage.Key)] = keys.All(http.Actor(), study).FirstOrDefault(), [nameof(NewNotePage.About)] = about,
            [nameof(NewNotePage.Participants)] = participants, [nameof(NewNotePage.Sessions)] = sessions,
        });
    }

    static async Task<IResult> Write(HttpContext http, string study, StudyStore studies, NoteStore notes) => studies.Find(http.Actor(), study) is null ? Problem.NotFound
        : await SealingBody.With(http, NoteJson.Default.NewNoteRequest, async sent =>
        {
            var read = NoteRules.Read(sent.Id, sent.Key, sent.Kind, sent.Subject, sent.Sealed);
            return read.Value is { } note ? SealingBody.Answer(await notes.Write(http.Actor(), study, note), sent.Id) : Problem.Refused(read.Faults);
        });

    static async Task<IResult> Open(HttpContext http, string study, StudyStore studies, NoteStore notes) => studies.Find(http.Actor(), study) is null ? Problem.NotFound
        : await SealingBody.With(http, NoteJson.Default.OpenNotesRequest, async sent =>
        {
            if (sent.Ids.Count is 0 or > NoteStore.PageSize) return Problem.Refused([NoteRules.HowMany]);
            var found = await notes.Open(http.Actor(), study, sent.Ids);
            return Results.Json(new SealedNotesContract([.. found.Select(SealedNoteContract.Of)]), NoteJson.Default.SealedNotesContract);
        });

    public static Task<IResult> Missing(HttpContext http) => PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
}
