using System.Globalization;
using System.Security.Cryptography;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Connections;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Connections;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Connections;

/// <summary>The check of a school's connection before a session, and what it measures against.</summary>
static class ConnectionPages
{
    const string Path = "/studies/{study}/connection";

    /// <summary>Of one piece that is sent up or down; connection.js knows it too.</summary>
    const int PieceBytes = 128 * 1024;

    /// <summary>Noise, so that nothing on the way can press it together.</summary>
    static readonly byte[] Piece = RandomNumberGenerator.GetBytes(PieceBytes);

    public static void MapConnections(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, (HttpContext http, string study, string? school, string? done) => Show(http, study, school, done: done is not null)).ForVisitors(Scopes.ReadParticipants);
        pages.MapPost(Path, Record).TakesForms(Scopes.ReadParticipants);
        pages.MapGet(Path + "/ping", () => Results.NoContent()).ForVisitors(Scopes.ReadParticipants);
        pages.MapGet(Path + "/piece", () => Results.Bytes(Piece, "application/octet-stream")).ForVisitors(Scopes.ReadParticipants);
        pages.MapPost(Path + "/piece", (Delegate)Take).ForVisitors(Scopes.ReadParticipants).DisableAntiforgery();   // it changes nothing
    }

    /// <summary>Reads what was sent up to the size of a piece, and forgets it.</summary>
    static async Task<IResult> Take(HttpContext http)
    {
        var buffer = new byte[16 * 1024];
        var left = PieceBytes;
        while (left >= 0 && await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read) left -= read;
        return left < 0 ? Results.StatusCode(StatusCodes.Status413PayloadTooLarge) : Results.NoContent();
    }

    static async Task<IResult> Record(HttpContext http, string study, ConnectionStore store)
    {
        if (http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is not { } lookup) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        var (check, faults) = Read(http.Request.Form, lookup, http.Actor());
        if (faults.Count > 0) return await Show(http, study, check.School, faults);
        await store.Record(study, check, new AuditEvent(http.Actor().Name, "connection_checked", check.Id.ToString("D"), study));
        return Results.LocalRedirect($"/studies/{study}/connection?school={Uri.EscapeDataString(check.School)}&done=1");
    }

    static (ConnectionCheck Check, IReadOnlyList<Fault> Faults) Read(IFormCollection form, StudyLookup study, Actor actor)
    {
        double Number(string name) => double.TryParse(form[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
        var known = Guid.TryParseExact(form["id"], "D", out var id) && id.Version == 7;
        var check = new ConnectionCheck(id, form["school"].ToString(), Number("rtt_ms"), Number("jitter_ms"), Number("late_pct"), Number("down_kbps"), Number("up_kbps"));
        var faults = ConnectionRules.Check(check).DistinctBy(f => f.Code).ToList();
        if (!known) faults.Add(new("id", "bad_id", "This form was not drawn by us. Load the page again."));
        if (!study.HasSchool(check.School) || !actor.MaySeeSchool(check.School)) faults.Add(new("school", "unknown_school", "Choose one of your schools."));
        return (check, faults);
    }

    static Task<IResult> Show(HttpContext http, string study, string? school, IReadOnlyList<Fault>? faults = null, bool done = false)
    {
        if (http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is not { } lookup) return PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        return Forms.Page<ConnectionPage>(http, new()
        {
            [nameof(ConnectionPage.Study)] = lookup.Study, [nameof(ConnectionPage.School)] = school, [nameof(ConnectionPage.Faults)] = faults ?? [], [nameof(ConnectionPage.Done)] = done,
            [nameof(ConnectionPage.Schools)] = lookup.Study.Schools.Where(s => http.Actor().MaySeeSchool(s.Id)).ToList(),
            [nameof(ConnectionPage.Id)] = Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()),
            [nameof(ConnectionPage.Checks)] = http.RequestServices.GetRequiredService<ConnectionStore>().Newest(http.Actor(), study),
        }, faults is { Count: > 0 } ? 422 : 200);
    }
}
