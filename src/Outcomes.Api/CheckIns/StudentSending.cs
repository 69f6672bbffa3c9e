using Outcomes.Api.Activities;
using Outcomes.Data.Activities;
using Outcomes.Data.Assessments;
using Outcomes.Data.Batches;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Instruments;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Batches;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Instruments;
using Outcomes.Jobs;

namespace Outcomes.Api.CheckIns;

/// <summary>From what a student answered to what is stored: by the same rules and the same store as the API's, all of it or nothing.</summary>
static class StudentSending
{
    public static Task<IResult> Send(HttpContext http, string token, string go, CheckInStore store) => StudentPages.OfDraft(http, token, go, store, async (visit, draft) =>
    {
        var instrument = StudentPages.Instrument(visit, draft.Form);
        var open = instrument.Items.Index().Where(i => !draft.Answers.ContainsKey(i.Item.Id)).Select(i => i.Index + 1).FirstOrDefault();
        if (open > 0) return Results.LocalRedirect(visit.To($"/{draft.Id:D}/{open}"));
        var play = draft.Play is { } id ? http.RequestServices.GetRequiredService<PlayStore>().Find(visit.Link, id) : null;
        if (play is not null && !await ListeningPages.IsSession(http, visit, play)) return await StudentPages.Gone(http, "unstored", StatusCodes.Status409Conflict);
        if (await Stored(http, visit, draft)) return play is null ? await Next(visit, draft, store) : await ListeningPages.On(http, visit, play, visit.Study.Timepoint(draft.Form.Timepoint)!.Kind);
        return await StudentPages.Gone(http, "unstored", StatusCodes.Status409Conflict);
    });

    /// <summary>Two who press at once store once: the content is that of the draft, and the instant that of its last answer.</summary>
    static async Task<bool> Stored(HttpContext http, StudentVisit visit, CheckInDraft draft)
    {
        var (services, link, study) = (http.RequestServices, visit.Link, visit.Study.Study);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var gate = services.GetRequiredService<AuthorisationStore>();
        var assessment = new Assessment(draft.Id, draft.Participant, draft.Form.Instrument, draft.Form.Version, draft.Form.Timepoint, draft.Session, draft.ChangedUtc, draft.Language, EntryMode.Screen, draft.Answers);
        var (accepted, _) = AssessmentRules.Score(visit.Study, assessment, now, 1, i => gate.IsOpen(i, Medium.Screen));
        if (accepted is null) return false;
        var receipt = Guid.CreateVersion7(now);
        var header = new BatchHeader(study.Id, study.Hash, BatchKind.Assessments, receipt, new AuditEvent(CheckInStore.By(link), "assessments_recorded", receipt.ToString("D"), study.Id), Large: false) { Schools = visit.Actor.Schools };
        var answer = await services.GetRequiredService<AssessmentStore>().RecordAssessments(header, [new SentRow<AcceptedAssessment>(1, accepted, [])], change =>
        {
            CheckInStore.Finish(change, draft.Id);
            DistressStore.Raise(change, study, accepted, link.School, CheckInStore.By(link));
        });
        services.GetRequiredService<Wake>().Nudge();
        return answer.Faults.Total == 0;
    }

    /// <summary>A second instrument at the same time follows at once; what belongs after the session waits for it.</summary>
    static async Task<IResult> Next(StudentVisit visit, CheckInDraft draft, CheckInStore store)
    {
        var next = visit.Link.Forms.Except(store.Stored(visit.Link, draft.Participant, draft.Session)).FirstOrDefault(f => f.Timepoint == draft.Form.Timepoint);
        return next is not null && await store.Begin(visit.Link, draft.Participant, draft.Session, next, visit.Language, draft.Play) is { } id
            ? Results.LocalRedirect(visit.To($"/{id:D}/1", visit.Language)) : Results.LocalRedirect(visit.To("?done=1", visit.Language));
    }
}
