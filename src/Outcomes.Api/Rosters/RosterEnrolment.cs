using Outcomes.Api.Batches;
using Outcomes.Api.Participants;
using Outcomes.Api.Problems;
using Outcomes.Data.Batches;
using Outcomes.Data.Participants;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Participants;

namespace Outcomes.Api.Rosters;

/// <summary>From the roster to the study: pseudonym, arm, language and day, by the same way and rules as a partner's batch. No name is in it.</summary>
static class RosterEnrolment
{
    static readonly Fault OtherSchool = new("school", "other_school", "This list is of another school.");

    public static async Task<IResult> Enrol(HttpContext http, string study, string school, StudyStore studies, ParticipantStore participants, TimeProvider time)
    {
        if (RosterVisit.Of(http, study, school) is not { Account: not null } visit || studies.Lookup(visit.Actor, study) is not { } lookup) return Problem.NotFound;
        if (BatchFormats.Of(http.Request.ContentType) is not BatchFormat.Json) return Problem.MediaType(BatchFormats.Json);
        var now = time.GetUtcNow();
        var receipt = Guid.CreateVersion7(now);
        var header = new BatchHeader(study, lookup.Study.Hash, BatchKind.Participants, receipt, new AuditEvent(visit.Actor.Name, "participants_recorded", receipt.ToString("D"), study), Large: false) { Schools = visit.Actor.Schools };
        using var body = new MemoryStream();
        try { await http.Request.Body.CopyToAsync(body, http.RequestAborted); }
        catch (BadHttpRequestException fault) { return Problem.OfStatus(fault.StatusCode); }
        body.Position = 0;
        return BatchEndpoints.Answer(study, BatchKind.Participants, await participants.RecordParticipants(header, BatchRows.Read(body, BatchFormat.Json, ParticipantShape.Rows)
            .Select(row => row.Then((number, p) => (p, p.School == school ? ParticipantRules.Check(lookup, p, now, number) : [OtherSchool with { Row = number }])))));
    }
}
