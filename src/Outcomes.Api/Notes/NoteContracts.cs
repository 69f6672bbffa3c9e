using System.Buffers.Text;
using System.Text.Json.Serialization;
using Outcomes.Data.Notes;
using Outcomes.Data.Sealing;

namespace Outcomes.Api.Notes;

sealed record NewNoteRequest(string Id, string Key, string Kind, string Subject, string Sealed);

sealed record OpenNotesRequest(IReadOnlyList<string> Ids);

sealed record SealedNoteContract(string Id, string Key, string Kind, string Subject, string ReceivedUtc, string Sealed)
{
    public static SealedNoteContract Of(SealedNote note) => new(note.Id, note.Key, note.Kind, note.Subject.Text, note.ReceivedUtc, Base64Url.EncodeToString(note.Sealed));
}

sealed record SealedNotesContract(IReadOnlyList<SealedNoteContract> Notes);

/// <param name="Copy">The private half, sealed to whoever makes it.</param>
sealed record NewStudyKeyRequest(int Version, string PublicKey, string Copy);

sealed record StudyKeyCopyRequest(string Key, string PersonalKey, string Copy);

/// <param name="Copy">Sealed to whoever asks; null: it was not given to them.</param>
/// <param name="Holders">Personal keys that it was given to.</param>
sealed record StudyKeyContract(string Id, int Version, string PublicKey, string CreatedUtc, string? Copy, IReadOnlyList<string> Holders)
{
    public static StudyKeyContract Of(StudyKey key, string? personalKey) => new(key.Id, key.Version, Base64Url.EncodeToString(key.PublicKey), key.CreatedUtc,
        personalKey is not null && key.Copies.TryGetValue(personalKey, out var copy) ? Base64Url.EncodeToString(copy) : null, [.. key.Copies.Keys]);
}

/// <param name="Key">Id of the personal key.</param>
sealed record ReaderContract(string Key, string PublicKey);

sealed record StudyKeysContract(IReadOnlyList<StudyKeyContract> Keys, IReadOnlyList<ReaderContract> People)
{
    public static StudyKeysContract Of(IReadOnlyList<StudyKey> keys, PersonalKey? own, IReadOnlyList<Recipient> people) => new([.. keys.Select(k => StudyKeyContract.Of(k, own?.Id))],
        [.. people.Where(p => p.KeyId is not null).Select(p => new ReaderContract(p.KeyId!, Base64Url.EncodeToString(p.PublicKey!)))]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(NewNoteRequest))]
[JsonSerializable(typeof(OpenNotesRequest))]
[JsonSerializable(typeof(SealedNotesContract))]
[JsonSerializable(typeof(NewStudyKeyRequest))]
[JsonSerializable(typeof(StudyKeyCopyRequest))]
[JsonSerializable(typeof(StudyKeysContract))]
sealed partial class NoteJson : JsonSerializerContext;
