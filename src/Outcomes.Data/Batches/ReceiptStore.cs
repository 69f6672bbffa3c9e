using Outcomes.Domain;
using Outcomes.Domain.Batches;

namespace Outcomes.Data.Batches;

static class ReceiptStore
{
    /// <remarks>Before its rows, which name it; how many they are is known only after the last.</remarks>
    public static void Begin(Change change, BatchHeader header, string id) =>
        change.Prepared("INSERT INTO receipt (id, study_id, kind, row_count, received_utc) VALUES (@1, @2, @3, 0, @4)")
            .Run(id, header.Study, EnumNames<BatchKind>.Of(header.Kind), Utc.Text(change.Now));

    /// <remarks>After the study's change number was raised: rows of a receipt with a greater one came after an analysis.</remarks>
    public static void Complete(Change change, string id, long rows) => change.Prepared(
        "UPDATE receipt SET row_count = @2, change_number = (SELECT d.change_number FROM study_data d WHERE d.study_id = receipt.study_id) WHERE id = @1").Run(id, rows);

    /// <summary>In order of id, which is that of arrival.</summary>
    public static IReadOnlyList<Receipt> Find(Change change, IEnumerable<string> ids) =>
        [.. ids.Order(StringComparer.Ordinal).Select(id => Find(change, id))];

    static Receipt Find(Change change, string id)
    {
        using var found = change.Prepared("SELECT study_id, kind, row_count, received_utc FROM receipt WHERE id = @1").Query(id);
        found.Read();
        EnumNames<BatchKind>.TryRead(found.GetString(1), out var kind);
        return new Receipt(Guid.ParseExact(id, "D"), found.GetString(0), kind, found.GetInt64(2), Utc.Parse(found.GetString(3)));
    }
}

static class StudyData
{
    /// <summary>Makes every analysis of the study stale.</summary>
    public static void Changed(Change change, string study) =>
        change.Prepared("UPDATE study_data SET change_number = change_number + 1, changed_utc = @2 WHERE study_id = @1")
            .Run(study, Utc.Text(change.Now));
}
