using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Problems;
using Outcomes.Api.Sealing;
using Outcomes.Data.Notes;
using Outcomes.Data.Sealing;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Sealing;

namespace Outcomes.Api.Notes;

/// <summary>The key that a study's notes are sealed to: made, given on, rotated and recovered by those who read them, in their browsers.</summary>
static class StudyKeyEndpoints
{
    const string Path = "/studies/{study}/notes/key";

    /// <summary>The private half's 32 bytes, sealed.</summary>
    const int CopySize = SealingRules.Overhead + 32;

    public static void MapStudyKeys(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, Show).ForVisitors(Scopes.ReadNotes);
        pages.MapGet(Path + "/state", State).ForVisitors(Scopes.ReadNotes);
        pages.MapPost(Path, Make).TakesScripts(Scopes.ReadNotes);
        pages.MapPost(Path + "/copies", Give).TakesScripts(Scopes.ReadNotes);
    }

    static Task<IResult> Show(HttpContext http, string study, StudyStore studies, StudyKeyStore keys, PersonalKeyStore people, TimeProvider time) => studies.Find(http.Actor(), study) is null ? NoteEndpoints.Missing(http)
        : Forms.Page<StudyKeyPage>(http, new()
        {
            [nameof(StudyKeyPage.Study)] = study, [nameof(StudyKeyPage.Keys)] = keys.All(http.Actor(), study), [nameof(StudyKeyPage.Own)] = Own(http, people)?.Id,
            [nameof(StudyKeyPage.People)] = people.Recipients(study, Scopes.ReadNotes), [nameof(StudyKeyPage.Now)] = time.GetUtcNow(),
        });

    static IResult State(HttpContext http, string study, StudyStore studies, StudyKeyStore keys, PersonalKeyStore people) => studies.Find(http.Actor(), study) is null ? Problem.NotFound
        : Results.Json(StudyKeysContract.Of(keys.All(http.Actor(), study), Own(http, people), people.Recipients(study, Scopes.ReadNotes)), NoteJson.Default.StudyKeysContract);

    static async Task<IResult> Make(HttpContext http, string study, StudyStore studies, StudyKeyStore keys, PersonalKeyStore people) => studies.Find(http.Actor(), study) is null ? Problem.NotFound
        : await SealingBody.With(http, NoteJson.Default.NewStudyKeyRequest, async sent =>
        {
            if (PublicKey.Of(SealingRules.Bytes(sent.PublicKey)) is not { } key) return Problem.Refused([SealingRules.NoKey]);
            if (Copy(sent.Copy) is not { } copy) return Problem.Refused([SealingRules.NotSealed with { Field = "copy" }]);
            if (Own(http, people) is not { } own) return Problem.Refused([StudyKeyStore.NoRecipient]);
            return SealingBody.Answer(await keys.Make(http.Actor(), study, sent.Version, key, new Dictionary<string, byte[]> { [own.Id] = copy }), key.Id);
        });

    static async Task<IResult> Give(HttpContext http, string study, StudyStore studies, StudyKeyStore keys, PersonalKeyStore people) => studies.Find(http.Actor(), study) is null ? Problem.NotFound
        : await SealingBody.With(http, NoteJson.Default.StudyKeyCopyRequest, async sent =>
        {
            if (Copy(sent.Copy) is not { } copy) return Problem.Refused([SealingRules.NotSealed with { Field = "copy" }]);
            if (people.Recipients(study, Scopes.ReadNotes).All(p => p.KeyId != sent.PersonalKey)) return Problem.Refused([StudyKeyStore.NoRecipient]);
            return SealingBody.Answer(await keys.Give(http.Actor(), study, sent.Key, sent.PersonalKey, copy), sent.Key);
        });

    static byte[]? Copy(string text) => SealingRules.Bytes(text) is { Length: CopySize } bytes && SealingRules.IsSealed(bytes) ? bytes : null;

    static PersonalKey? Own(HttpContext http, PersonalKeyStore people) => http.Visitor().Account is { } account ? people.Own(account) : null;
}
