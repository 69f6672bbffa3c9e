using System.Globalization;
using System.Security.Cryptography;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Api.Sessions;
using Outcomes.Data.Activities;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Activities;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Activities;

/// <summary>An exercise that is uploaded, as it was typed.</summary>
public sealed record ActivityForm(Guid Id, string Title, string Language, string Licence, string Reference, string Seconds)
{
    public static ActivityForm Empty(HttpContext http) => new(Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()), "", "", "", "", "");

    public static (ActivityForm Form, IReadOnlyList<Fault> Faults) Read(IFormCollection form)
    {
        var fields = new FormReader(form);
        return (new(fields.Id("id"), fields.Text("title"), fields.Text("language"), fields.Text("licence"), fields.Text("reference"), fields.Text("seconds")), fields.Faults);
    }
}

/// <summary>A study's library of recorded exercises, for those who keep the study.</summary>
static class ActivityPages
{
    const string All = "/studies/{study}/activities";

    /// <summary>More than an exercise may have: a file that is too large by less than that gets its answer at its field, and not a connection that breaks.</summary>
    const long MostSent = 2L * AudioFile.MostBytes;

    public static void MapActivities(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(All, (HttpContext http, string study, string? done) => Show(http, study, done: done)).ForVisitors(Scopes.WriteStudies);
        pages.MapPost(All, Upload).TakesForms(Scopes.WriteStudies, MostSent);
        pages.MapPost(All + "/{activity}/withdraw", Withdraw).TakesForms(Scopes.WriteStudies);
    }

    static Task<IResult> Show(HttpContext http, string study, ActivityForm? form = null, IReadOnlyList<Fault>? faults = null, string? done = null) => OfStudy(http, study, lookup => Forms.Page<ActivitiesPage>(http, new()
    {
        [nameof(ActivitiesPage.Study)] = lookup.Study, [nameof(ActivitiesPage.Form)] = form ?? ActivityForm.Empty(http), [nameof(ActivitiesPage.Faults)] = faults ?? [], [nameof(ActivitiesPage.Done)] = done,
        [nameof(ActivitiesPage.Activities)] = http.RequestServices.GetRequiredService<ActivityStore>().All(http.Actor(), study),
    }, faults is { Count: > 0 } ? 422 : 200));

    static Task<IResult> Upload(HttpContext http, string study, ActivityStore store) => OfStudy(http, study, async lookup =>
    {
        var (form, wrong) = ActivityForm.Read(http.Request.Form);
        var (content, type, fault) = await Sound(http.Request.Form.Files["file"]);
        var seconds = (type == "audio/wav" ? AudioFile.WavSeconds(content) : null)
            ?? (double.TryParse(form.Seconds.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var typed) ? typed : 0);
        var activity = new Activity(form.Id, form.Title, form.Language, form.Licence, form.Reference, type ?? "", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), seconds);
        List<Fault> faults = [.. wrong, .. ActivityRules.Check(lookup, activity).Where(f => f.Code != "bad_seconds" || fault is null)];
        if (fault is not null) faults.Insert(0, fault);
        if (faults.Count > 0) return await Show(http, study, form, faults);
        await store.Upload(http.Actor(), study, activity, content);
        return Results.LocalRedirect($"/studies/{study}/activities?done=uploaded");
    });

    static async Task<(byte[] Content, string? Type, Fault? Fault)> Sound(IFormFile? file)
    {
        if (file is not { Length: > 0 }) return ([], null, new("file", "no_sound", "Choose the file with the sound."));
        if (file.Length > AudioFile.MostBytes) return ([], null, new("file", "sound_too_large", "The file is larger than 20 megabytes: make it shorter, or save it with a lower bit rate."));
        using var copy = new MemoryStream((int)file.Length);
        await file.CopyToAsync(copy);
        var content = copy.ToArray();
        return AudioFile.MediaType(content) is { } type ? (content, type, null) : ([], null, new("file", "not_sound", "This is none of the kinds of sound that are played here: MP3, M4A or AAC, Ogg with Opus or Vorbis, WAV."));
    }

    static async Task<IResult> Withdraw(HttpContext http, string study, string activity, ActivityStore store) =>
        Guid.TryParseExact(activity, "D", out var id) && store.All(http.Actor(), study).Any(a => a.Activity.Id == id) && await store.Withdraw(http.Actor(), study, id) is var _
            ? Results.LocalRedirect($"/studies/{study}/activities?done=withdrawn") : await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);

    static Task<IResult> OfStudy(HttpContext http, string study, Func<StudyLookup, Task<IResult>> use) =>
        http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is { } lookup ? use(lookup) : PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
}
