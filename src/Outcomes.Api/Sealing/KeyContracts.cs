using System.Buffers.Text;
using System.Text.Json.Serialization;
using Outcomes.Data.Sealing;

namespace Outcomes.Api.Sealing;

/// <param name="Wrapped">Base64url, by what opens it.</param>
sealed record OwnKeyContract(string Id, string PublicKey, string CreatedUtc, IReadOnlyDictionary<string, string> Wrapped)
{
    public static OwnKeyContract Of(PersonalKey key) =>
        new(key.Id, Base64Url.EncodeToString(key.PublicKey), key.CreatedUtc, key.Wrapped.ToDictionary(w => w.Key, w => Base64Url.EncodeToString(w.Value)));
}

/// <param name="Key">Null: no key was made yet.</param>
sealed record OwnContract(string Account, OwnKeyContract? Key);

/// <param name="Replaces">Id of the key that is given up; null where there was none.</param>
sealed record NewKeyRequest(string PublicKey, string Wrapped, string? Replaces = null);

sealed record WrappedKeyRequest(string Key, string OpenedBy, string Wrapped);

sealed record DoneContract(string Id);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OwnContract))]
[JsonSerializable(typeof(NewKeyRequest))]
[JsonSerializable(typeof(WrappedKeyRequest))]
[JsonSerializable(typeof(DoneContract))]
sealed partial class SealingJson : JsonSerializerContext;
