using System.Buffers.Text;
using Outcomes.Api.Accounts;
using Outcomes.Api.Problems;
using Outcomes.Data.Accounts;
using Outcomes.Data.Sealing;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Sealing;

namespace Outcomes.Api.Sealing;

/// <summary>The page where someone makes, opens and changes the own key. What is typed there stays in the browser.</summary>
static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/account/key", Show).ForVisitors();
        pages.MapGet("/account/key/own", Own).ForVisitors();
        pages.MapPost("/account/key", Make).TakesScripts();
        pages.MapPost("/account/key/wrapped", Wrap).TakesScripts();
    }

    static Task<IResult> Show(HttpContext http, string? back, PersonalKeyStore keys) => http.Visitor().Account is not { } account ? Task.FromResult(Results.NotFound())
        : Forms.Page<KeyPage>(http, new() { [nameof(KeyPage.Key)] = keys.Own(account), [nameof(KeyPage.Back)] = SignInEndpoints.Local(back) });

    static IResult Own(HttpContext http, PersonalKeyStore keys) => http.Visitor().Account is not { } account ? Problem.NotFound
        : Results.Json(new OwnContract(account, keys.Own(account) is { } key ? OwnKeyContract.Of(key) : null), SealingJson.Default.OwnContract);

    static async Task<IResult> Make(HttpContext http, PersonalKeyStore keys) => http.Visitor().Account is not { } account ? Problem.NotFound
        : await SealingBody.With(http, SealingJson.Default.NewKeyRequest, async sent =>
        {
            if (PublicKey.Of(SealingRules.Bytes(sent.PublicKey)) is not { } key) return Problem.Refused([SealingRules.NoKey]);
            return Wrapped(sent.Wrapped, account, key) is { } wrapped ? SealingBody.Answer(await keys.Make(account, key, wrapped, sent.Replaces), key.Id) : Problem.Refused([SealingRules.KeyBroken]);
        });

    static async Task<IResult> Wrap(HttpContext http, PersonalKeyStore keys, PasskeyStore passkeys) => http.Visitor().Account is not { } account ? Problem.NotFound
        : await SealingBody.With(http, SealingJson.Default.WrappedKeyRequest, async sent =>
        {
            if (keys.Own(account) is not { } own || own.Id != sent.Key) return Problem.Refused([PersonalKeyStore.Changed]);
            if (Wrapped(sent.Wrapped, account, PublicKey.Of(own.PublicKey)!) is not { } wrapped) return Problem.Refused([SealingRules.KeyBroken]);
            return OpensAs(wrapped, sent.OpenedBy, passkeys.Of(account)) ? SealingBody.Answer(await keys.Wrap(account, own.Id, sent.OpenedBy, wrapped), own.Id) : Problem.Refused([SealingRules.KeyBroken]);
        });

    static byte[]? Wrapped(string text, string account, PublicKey key) => SealingRules.Bytes(text) is { } bytes && SealingRules.IsWrapped(bytes, account, key) ? bytes : null;

    /// <summary>A passkey's place is named by its credential, which must be one of the account's.</summary>
    static bool OpensAs(byte[] wrapped, string openedBy, IReadOnlyList<Passkey> own) => wrapped[1] == 1 ? openedBy == PersonalKeyStore.Passphrase
        : own.Any(p => Base64Url.EncodeToString(p.CredentialId) == openedBy);
}
