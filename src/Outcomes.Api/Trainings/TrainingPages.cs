using System.Globalization;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Studies;
using Outcomes.Data.Trainings;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Studies;
using Outcomes.Domain.Trainings;

namespace Outcomes.Api.Trainings;

/// <summary>
/// The study's training: taken page by page by educators and therapists, and seen by those who keep the study: who has taken it, and which
/// file it is. Nothing of it is of a participant.
/// </summary>
static class TrainingPages
{
    const string Own = "/studies/{study}/training", OnePage = Own + "/pages/{number}", All = "/studies/{study}/trainings";

    /// <summary>Bytes; a training of forty full pages in four languages is smaller.</summary>
    const long LargestFile = 2 * 1024 * 1024;

    public static void MapTrainings(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Own, Overview).ForVisitors(Scopes.TakeTraining);
        pages.MapGet(OnePage, (HttpContext http, string study, string number, string? again) => Show(http, study, number, again is not null, [])).ForVisitors(Scopes.TakeTraining);
        pages.MapPost(OnePage, Read).TakesForms(Scopes.TakeTraining);
        pages.MapGet(All, (HttpContext http, string study) => People(http, study, [])).ForVisitors(Scopes.ReadTraining);
        pages.MapPost(All, Load).TakesForms(Scopes.WriteStudies, LargestFile);
    }

    static Task<IResult> Missing(HttpContext http) => PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);

    static T Get<T>(HttpContext http) where T : notnull => http.RequestServices.GetRequiredService<T>();

    static StudyLookup? Lookup(HttpContext http, string study) => Get<StudyStore>(http).Lookup(http.Actor(), study);

    static string Account(HttpContext http) => http.Visitor().Account ?? http.Actor().Name;

    /// <param name="number">Counted from 1.</param>
    static TrainingPage? At(TrainingDefinition training, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? training.Pages.ElementAtOrDefault(at - 1) : null;

    static int Number(TrainingDefinition training, TrainingPage page) => training.Pages.TakeWhile(p => p.Id != page.Id).Count() + 1;

    static TrainingProgress? Progress(HttpContext http, string study) => Get<TrainingStore>(http).Progress(http.Actor(), study, Account(http));

    static async Task<IResult> Overview(HttpContext http, string study) => Lookup(http, study) is not { } lookup ? await Missing(http)
        : await PageEndpoints.Page<TrainingOverviewPage>(http, new() { [nameof(TrainingOverviewPage.Study)] = lookup.Study, [nameof(TrainingOverviewPage.Progress)] = Progress(http, study) });

    static async Task<IResult> Show(HttpContext http, string study, string number, bool again, IReadOnlyList<Fault> faults)
    {
        if (Lookup(http, study) is not { } lookup || Progress(http, study) is not { } progress || At(progress.Training, number) is not { } page) return await Missing(http);
        // Whoever came to the end can begin anew; what was read before stays.
        if (again && progress.Completed is not null) progress = progress with { Attempt = progress.Attempt + 1, Read = [], Completed = null };
        var sent = http.Request.HasFormContentType ? http.Request.Form : null;
        return await Forms.Page<TrainingPagePage>(http, new()
        {
            [nameof(TrainingPagePage.Study)] = lookup.Study, [nameof(TrainingPagePage.Progress)] = progress, [nameof(TrainingPagePage.Number)] = Number(progress.Training, page), [nameof(TrainingPagePage.Faults)] = faults,
            [nameof(TrainingPagePage.Chosen)] = page.Questions.ToDictionary(q => q.Id, q => sent?["answer." + q.Id].ToString() ?? ""),
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    static async Task<IResult> Read(HttpContext http, string study, string number, TrainingStore store)
    {
        if (Lookup(http, study) is null || Progress(http, study) is not { } progress || At(progress.Training, number) is not { } page) return await Missing(http);
        var form = http.Request.Form;
        var open = page.Questions.Where(q => q.Choices.All(c => c.Id != form["answer." + q.Id])).Select(q => new Fault($"question-{q.Id}", "needs_training_answer", "Choose an answer.")).ToList();
        var again = int.TryParse(form["attempt"], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt == progress.Attempt + 1 && progress.Completed is not null;
        if (open.Count > 0) return await Show(http, study, number, again, open);
        await store.Read(http.Actor(), study, progress.Training, page, Account(http), again ? attempt : progress.Attempt, page.Questions.ToDictionary(q => q.Id, q => form["answer." + q.Id].ToString()));
        // What was answered is explained before it goes on.
        var (at, last) = (Number(progress.Training, page), progress.Training.Pages.Count);
        return Results.LocalRedirect(page.Questions.Count > 0 || at < last ? string.Create(CultureInfo.InvariantCulture, $"/studies/{study}/training/pages/{(page.Questions.Count > 0 ? at : at + 1)}") : $"/studies/{study}/training");
    }

    static async Task<IResult> People(HttpContext http, string study, IReadOnlyList<Fault> faults, string? done = null) => Lookup(http, study) is not { } lookup ? await Missing(http)
        : await Forms.Page<TrainingsPage>(http, new()
        {
            [nameof(TrainingsPage.Study)] = lookup.Study, [nameof(TrainingsPage.Training)] = Get<TrainingStore>(http).Find(http.Actor(), study), [nameof(TrainingsPage.Faults)] = faults, [nameof(TrainingsPage.Done)] = done,
            [nameof(TrainingsPage.People)] = http.Actor().Scopes.Contains(Scopes.ReadTraining) ? Get<TrainedStore>(http).All(http.Actor(), study) : [],
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    static async Task<IResult> Load(HttpContext http, string study, TrainingStore store)
    {
        if (Lookup(http, study) is null) return await Missing(http);
        if (http.Request.Form.Files["file"] is not { Length: > 0 } file) return await People(http, study, [new("file", "no_training_file", "Choose the file with the training.")]);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, http.RequestAborted);
        var loaded = await store.Load(bytes.ToArray(), study, http.Actor().Name);
        return loaded.Ok ? await People(http, study, [], "loaded") : await People(http, study, [.. loaded.Faults.Select(f => f with { Reason = f.Field.Length == 0 ? f.Reason : $"{f.Field}: {f.Reason}", Field = "file" })]);
    }
}
