using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Api.Sessions;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Instruments;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Text;

namespace Outcomes.Api.CheckIns;

/// <summary>An alert in the words of a page.</summary>
/// <param name="Sentence">With the scale's name marked, see <c>StudyWords</c>.</param>
public sealed record AlertView(DistressAlert Alert, string Sentence);

/// <summary>Whom a therapist is asked to look after, and that it was done.</summary>
static class DistressPages
{
    const string All = "/studies/{study}/alerts";

    public static void MapDistress(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(All, (HttpContext http, string study) => Show(http, study)).ForVisitors(Scopes.WriteData);
        pages.MapPost(All + "/{alert}", Acknowledge).TakesForms(Scopes.WriteData);
    }

    /// <summary>For the top of a page; empty for all who do not write data of a school here.</summary>
    public static IReadOnlyList<AlertView> Open(HttpContext http, string study)
    {
        if (http.Visitor().In(study) is not { } actor || !actor.Scopes.Contains(Scopes.WriteData)) return [];
        var therapist = actor.For(Scopes.WriteData);
        var services = http.RequestServices;
        return services.GetRequiredService<StudyStore>().Lookup(therapist, study) is not { } lookup ? []
            : [.. services.GetRequiredService<DistressStore>().Open(therapist, study).Select(a => new AlertView(a, Sentence(lookup.Study, services.GetRequiredService<InstrumentStore>(), http.Texts(), a)))];
    }

    static string Sentence(StudyDefinition study, InstrumentStore instruments, Texts texts, DistressAlert alert)
    {
        var version = study.Instruments.FirstOrDefault(u => u.Instrument == alert.Instrument)?.Version;
        var scale = version is null ? null : instruments.Find(alert.Instrument, version)?.FindScale(alert.Scale)?.Title;
        var named = StudyWords.Mark(scale ?? alert.Scale);
        var said = (alert.AtLeast, alert.AtMost) switch
        {
            ({ } least, null) => texts["distress.at_least", ("score", texts.Number(least, Decimals(least)))],
            (null, { } most) => texts["distress.at_most", ("score", texts.Number(most, Decimals(most)))],
            ({ } least, { } most) => texts["distress.either", ("most", texts.Number(most, Decimals(most))), ("least", texts.Number(least, Decimals(least)))],
            _ => "",
        };
        return texts["distress.sentence", ("participant", alert.Participant), ("said", said), ("scale", named)];
    }

    static int Decimals(double score) => double.IsInteger(score) ? 0 : 1;

    static Task<IResult> Show(HttpContext http, string study, IReadOnlyList<Fault>? faults = null) => http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is not { } lookup
        ? PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound)
        : Forms.Page<DistressPage>(http, new()
        {
            [nameof(DistressPage.Study)] = lookup.Study, [nameof(DistressPage.Alerts)] = Open(http, study), [nameof(DistressPage.Faults)] = faults ?? [],
        }, faults is { Count: > 0 } ? 422 : 200);

    static async Task<IResult> Acknowledge(HttpContext http, string study, string alert, DistressStore store)
    {
        if (!Guid.TryParseExact(alert, "D", out var id) || store.Open(http.Actor(), study).All(a => a.Id != alert)) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        var fields = new FormReader(http.Request.Form);
        if (fields.OneOf<DistressAction>("action") is not { } action) return await Show(http, study, [.. fields.Faults.Select(f => f with { Field = $"action-{alert}" })]);
        await store.Acknowledge(http.Actor(), study, id, action);
        return Results.LocalRedirect($"/studies/{study}/alerts");
    }
}
