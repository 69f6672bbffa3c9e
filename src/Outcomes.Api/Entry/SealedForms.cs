using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Outcomes.Data.Entry;
using Outcomes.Domain;
using Outcomes.Domain.Sealing;

namespace Outcomes.Api.Entry;

/// <summary>A paper form that was typed in without a network, as its browser sealed it.</summary>
/// <param name="Fields">As the form would have sent them.</param>
sealed record QueuedForm(string Participant, string Instrument, string Timepoint, IReadOnlyDictionary<string, string> Fields);

/// <param name="Account">Whose forms are sealed with it: nobody else's open.</param>
sealed record EntryKeyContract(string Key, string PublicKey, string Account);

sealed record SealedFormRequest(string Key, string Sealed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(QueuedForm)), JsonSerializable(typeof(EntryKeyContract)), JsonSerializable(typeof(SealedFormRequest)), JsonSerializable(typeof(string[]))]
sealed partial class SealedFormJson : JsonSerializerContext;

/// <summary>
/// Forms that wait in a browser are sealed to a key whose private half is here only, so that the browser itself cannot read them again.
/// </summary>
/// <remarks>A key kept in the browser was considered: whoever sits down at the machine next would have it, together with what it opens.</remarks>
sealed class SealedForms(EntryKeyStore keys, IDataProtectionProvider protection, TimeProvider time)
{
    static readonly byte[] Info = "outcomes/entry/1"u8.ToArray();

    readonly IDataProtector _protector = protection.CreateProtector("entry key");
    readonly SemaphoreSlim _making = new(1, 1);

    /// <summary>The newest key, made where there is none that still opens: keys of a forgotten key ring do not.</summary>
    public async Task<EntryKey> Current()
    {
        await _making.WaitAsync();
        try
        {
            if (keys.Newest() is { } newest && PrivateHalf(newest) is not null) return newest;
            var (scalar, point) = Hpke.Generate();
            var made = new EntryKey(Guid.CreateVersion7(time.GetUtcNow()).ToString("D"), Base64Url.EncodeToString(point), Base64Url.EncodeToString(_protector.Protect(scalar)));
            await keys.Add(made);
            return made;
        }
        finally { _making.Release(); }
    }

    /// <returns>The form; or why it cannot be opened: its paper has to be typed in again.</returns>
    public (QueuedForm? Form, Fault? Fault) Open(string study, string account, SealedFormRequest sent)
    {
        if (keys.Find(sent.Key) is not { } key || PrivateHalf(key) is not { } scalar) return (null, new("key", "entry_key_gone", "The key that this form was sealed to is not there any more: type it in again from the paper."));
        try
        {
            var opened = Hpke.Open(scalar, Base64Url.DecodeFromChars(key.PublicKey), Info, Encoding.UTF8.GetBytes($"{study}\n{account}"), SealingRules.Bytes(sent.Sealed) ?? []);
            if (JsonSerializer.Deserialize(opened, SealedFormJson.Default.QueuedForm) is { } form) return (form, null);
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException) { }
        return (null, new("sealed", "entry_seal_broken", "This form cannot be opened: it was altered, or somebody else typed it in. Whoever did signs in here, or types it in again from the paper."));
    }

    byte[]? PrivateHalf(EntryKey key)
    {
        try { return _protector.Unprotect(Base64Url.DecodeFromChars(key.Protected)); }
        catch (CryptographicException) { return null; }
    }
}
