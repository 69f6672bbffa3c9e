using System.Security.Cryptography;
using System.Text;

namespace Outcomes.Data.Consents;

/// <summary>What was erased must not come back with the next file of a partner who does not know of it.</summary>
sealed class Tombstones(Change change, string study)
{
    // Nearly every study has none: then no row costs a hash.
    readonly bool _any = Any(change, study);

    public static string Hash(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    public bool Has(string id)
    {
        if (!_any) return false;
        using var found = change.Prepared("SELECT 1 FROM erased WHERE id_hash = @1").Query(Hash(id));
        return found.Read();
    }

    static bool Any(Change change, string study)
    {
        using var found = change.Prepared("SELECT 1 FROM erased WHERE study_id = @1 LIMIT 1").Query(study);
        return found.Read();
    }
}
