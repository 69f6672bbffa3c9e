using System.Security.Cryptography;
using System.Text;

namespace Outcomes.Domain.CheckIns;

/// <summary>
/// What stands in a link: 26 random signs out of 32, which are 130 bits. Only its SHA-256 is stored. The signs can be typed from paper: capitals and
/// small letters are one, and those that look like others (i, l, o) are read as them.
/// </summary>
public static class LinkToken
{
    const string Signs = "0123456789abcdefghjkmnpqrstvwxyz";

    const int Length = 26;

    public static string New() => RandomNumberGenerator.GetString(Signs, Length);

    /// <returns>Null: nothing that we would have made.</returns>
    public static string? Hash(string typed)
    {
        if (typed.Length != Length) return null;
        var token = typed.ToLowerInvariant().Replace('i', '1').Replace('l', '1').Replace('o', '0');
        return token.All(Signs.Contains) ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))) : null;
    }
}
