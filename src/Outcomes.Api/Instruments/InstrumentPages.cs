using Microsoft.AspNetCore.Mvc;
using Outcomes.Api.Accounts;
using Outcomes.Api.Batches;
using Outcomes.Api.Pages;
using Outcomes.Data.Instruments;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Instruments;

/// <summary>The catalogue for whoever is signed in: what an instrument measures, how it is scored and where that was read; and a steward's part, its words.</summary>
static class InstrumentPages
{
    const string Address = "/instruments/{id}/{version}";

    /// <summary>Characters of a reference to a licence or letter.</summary>
    const int LongestReference = 200;

    public static void MapInstrumentPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/instruments", Browse).ForVisitors();
        pages.MapGet(Address, (HttpContext http, string id, string version) => Show(http, id, version, [])).ForVisitors();
        pages.MapGet(Address + "/paper", Paper).ForVisitors();
        pages.MapGet(Address + "/wording/{language}", Export).ForVisitors(Scopes.WriteStudies);
        pages.MapPost(Address + "/wording", Load).TakesForms(Scopes.WriteStudies);
        pages.MapPost(Address + "/authorisations", Authorise).TakesForms(Scopes.WriteStudies);
    }

    static Task<IResult> Browse(HttpContext http, string? q, string? domain, string? licence, InstrumentStore instruments)
    {
        var all = instruments.All().Select(i => instruments.Find(i.Id, i.Version)!).ToList();
        MeasuredDomain? measured = domain is not null && EnumNames<MeasuredDomain>.TryRead(domain, out var d) ? d : null;
        LicenceTerms? terms = licence is not null && EnumNames<LicenceTerms>.TryRead(licence, out var l) ? l : null;
        var part = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        var found = all.Where(i => (part is null || $"{i.Id} {i.Title} {i.ShortTitle}".Contains(part, StringComparison.OrdinalIgnoreCase))
            && (measured is null || CatalogueFacts.DomainsOf(i).Contains(measured.Value)) && (terms is null || i.Licence.Electronic == terms)).ToList();
        return PageEndpoints.Page<InstrumentsPage>(http, new()
        {
            [nameof(InstrumentsPage.Found)] = found, [nameof(InstrumentsPage.All)] = all.Count, [nameof(InstrumentsPage.Part)] = part, [nameof(InstrumentsPage.Domain)] = measured, [nameof(InstrumentsPage.Terms)] = terms,
        });
    }

    static async Task<IResult> Show(HttpContext http, string id, string version, IReadOnlyList<Fault> faults, string? done = null)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<InstrumentStore>().Find(id, version) is not { } instrument) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        var (authorisations, wording) = (services.GetRequiredService<AuthorisationStore>(), services.GetRequiredService<WordingStore>());
        return await Forms.Page<InstrumentPage>(http, new()
        {
            [nameof(InstrumentPage.Instrument)] = instrument, [nameof(InstrumentPage.Open)] = Enum.GetValues<Medium>().Where(m => authorisations.IsOpen(instrument, m)).ToHashSet(),
            [nameof(InstrumentPage.Authorisations)] = authorisations.Of(id, version), [nameof(InstrumentPage.Editions)] = wording.Editions(id, version),
            [nameof(InstrumentPage.Wording)] = Words(http, instrument, Medium.Screen), [nameof(InstrumentPage.Faults)] = faults, [nameof(InstrumentPage.Done)] = done,
        }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>In the reader's language, else in English, else in the first that there is.</summary>
    static InstrumentWording? Words(HttpContext http, InstrumentDefinition instrument, Medium medium, string? language = null)
    {
        var wording = http.RequestServices.GetRequiredService<WordingStore>();
        string[] wanted = language is not null ? [language] : [http.Texts().Language.Tag, "en", .. wording.Editions(instrument.Id, instrument.Version).Select(e => e.Language)];
        return wanted.Select(tag => wording.Find(instrument, tag, medium)).FirstOrDefault(found => found is not null);
    }

    static async Task<IResult> Paper(HttpContext http, string id, string version, string? language, InstrumentStore instruments) =>
        instruments.Find(id, version) is not { } instrument ? await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound)
            : await PageEndpoints.Page<PaperPage>(http, new() { [nameof(PaperPage.Instrument)] = instrument, [nameof(PaperPage.Wording)] = Words(http, instrument, Medium.Paper, language) });

    /// <summary>The words as they were loaded; where there are none, an empty file to fill in.</summary>
    static async Task<IResult> Export(HttpContext http, string id, string version, string language, InstrumentStore instruments, WordingStore wording)
    {
        if (instruments.Find(id, version) is not { } instrument || !Ids.IsLanguage(language)) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        var json = wording.FindJson(id, version, language) is { } loaded ? System.Text.Encoding.UTF8.GetBytes(loaded) : WordingTemplate.Of(instrument, language);
        return Results.File(json, BatchFormats.Json, $"{id}-{version}-{language}.json");
    }

    static async Task<IResult> Load(HttpContext http, string id, string version, InstrumentStore instruments, WordingStore wording)
    {
        if (instruments.Find(id, version) is null) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        if (http.Request.Form.Files["file"] is not { Length: > 0 } file) return await Show(http, id, version, [new("file", "no_file", "Choose the file with the words.")]);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, http.RequestAborted);
        var loaded = await wording.Load(bytes.ToArray(), http.Visitor().Actors[0].Name, (id, version));
        return loaded.Ok ? await Show(http, id, version, [], "loaded") : await Show(http, id, version, [.. loaded.Faults.Select(f => f with { Reason = f.Field.Length == 0 ? f.Reason : $"{f.Field}: {f.Reason}", Field = "file" })]);
    }

    static async Task<IResult> Authorise(HttpContext http, string id, string version, [FromForm] string? medium, [FromForm] string? reference, [FromForm] string? end, InstrumentStore instruments, AuthorisationStore authorisations)
    {
        if (instruments.Find(id, version) is not { } instrument) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        var by = http.Visitor().Actors[0].Name;
        if (!EnumNames<Medium>.TryRead(medium ?? "", out var where)) return await Show(http, id, version, [new("medium", "not_listed", "Say whether it is for the screen or for paper.")]);
        if (end is not null) return await authorisations.End(id, version, where, by) ? await Show(http, id, version, [], "ended") : await Show(http, id, version, []);
        if (string.IsNullOrWhiteSpace(reference) || reference.Length > LongestReference) return await Show(http, id, version, [new("reference", "needs_reference", $"Name the licence, letter or registration, in up to {LongestReference} characters.")]);
        if (instrument.Licence.On(where) == LicenceTerms.Forbidden) return await Show(http, id, version, [LicenceGate.Closed(instrument, where, "medium")]);
        await authorisations.Record(id, version, where, reference.Trim(), by);
        return await Show(http, id, version, [], "authorised");
    }
}
