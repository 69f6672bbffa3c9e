using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Outcomes.Domain.Webhooks;

/// <summary>Where a notice may be sent, and how its receiver knows that it is ours.</summary>
public static class Webhook
{
    public const string SignatureHeader = "Outcomes-Signature";
    const int LongestUrl = 500;

    /// <summary>Everything that is wrong with an address; empty for one that can be used.</summary>
    /// <remarks>No value is repeated: an address may hold a secret of its receiver.</remarks>
    public static IReadOnlyList<Fault> Faults(string? url)
    {
        if (string.IsNullOrEmpty(url) || url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return [new("url", "bad_shape", $"An absolute address of at most {LongestUrl} characters is needed.")];
        var faults = new List<Fault>();
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) faults.Add(new("url", "not_https", "The address must begin with https://; http:// is taken for this machine only."));
        if (uri.UserInfo.Length > 0) faults.Add(new("url", "has_password", "The address may hold no user or password."));
        if (uri.Fragment.Length > 0) faults.Add(new("url", "has_fragment", "The address may hold no fragment (#)."));
        return faults;
    }

    /// <summary>
    /// May this address be spoken to? Over http only this machine, over https only what is public: a name that leads into the network of
    /// this machine would let whoever sets a webhook reach what only this machine can.
    /// </summary>
    public static bool MayReach(Uri url, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (url.Scheme == Uri.UriSchemeHttp) return url.IsLoopback && IPAddress.IsLoopback(address);
        return !IPAddress.IsLoopback(address) && (address.AddressFamily == AddressFamily.InterNetwork ? IsPublic(address.GetAddressBytes())
            : !address.IsIPv6LinkLocal && !address.IsIPv6SiteLocal && !address.IsIPv6UniqueLocal && !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any));
    }

    /// <remarks>RFC 6890: this network, private, shared, loopback, link-local, benchmarking, multicast and reserved.</remarks>
    static bool IsPublic(byte[] a) => a[0] is not (0 or 10 or 127 or >= 224) && !(a[0] == 172 && a[1] is >= 16 and <= 31) && !(a[0] == 192 && a[1] == 168)
        && !(a[0] == 169 && a[1] == 254) && !(a[0] == 100 && a[1] is >= 64 and <= 127) && !(a[0] == 198 && a[1] is 18 or 19) && !(a[0] == 192 && a[1] == 0 && a[2] == 0);

    /// <summary><c>t=SECONDS,v1=HEX</c>: HMAC-SHA256 with the secret over <c>SECONDS.BODY</c>. The instant lets a receiver refuse what is old.</summary>
    public static string Sign(string secret, DateTimeOffset now, string body)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")))}";
    }
}
