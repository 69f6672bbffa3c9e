using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Outcomes.Data.Consents;
using Outcomes.Data.Datasets;
using Outcomes.Data.Instruments;
using Outcomes.Domain.Access;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Datasets;

/// <summary>
/// Writes a study's dataset from one snapshot of the database. The same snapshot gives the same bytes: rows in the order of their
/// ids, no clock, no names of machines. Memory does not grow with the rows.
/// </summary>
public sealed class DatasetWriter(DatasetStore store, InstrumentStore instruments)
{
    static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes into a directory, which is made if it is missing; files of the same names are replaced. <c>datapackage.json</c>
    /// comes last, so a directory that has one is whole.</summary>
    /// <param name="written">Told how many rows were added, now and then.</param>
    /// <returns>False when there is no such study, or it is not the actor's; then nothing was written.</returns>
    public bool WriteDirectory(Actor actor, string study, string directory, DataUse use = DataUse.Dataset, IProgress<long>? written = null) => Write(actor, study, use, () =>
    {
        Directory.CreateDirectory(Path.Combine(directory, "data"));
        File.Delete(Path.Combine(directory, "datapackage.json"));
        return new DirectoryTarget(directory);
    }, written);

    /// <summary>Writes a zip archive; the stream is left open.</summary>
    /// <returns>False when there is no such study, or it is not the actor's; then nothing was written.</returns>
    public bool WriteZip(Actor actor, string study, DataUse use, Stream target) => Write(actor, study, use, () => new ZipTarget(target), null);

    /// <summary>Writes one grain as CSV.</summary>
    /// <returns>False when there is no such study, or it is not the actor's, or no such grain; then nothing was written.</returns>
    public bool WriteTable(Actor actor, string study, DataUse use, string table, Stream target) => store.Read(actor, study, use, rows =>
    {
        var (definition, used) = Define(rows);
        var found = DatasetTables.Of(definition, used).FirstOrDefault(t => t.Name == table);
        found?.Write(target, rows, null);
        return found;
    }) is not null;

    bool Write(Actor actor, string study, DataUse use, Func<IDatasetTarget> open, IProgress<long>? written) => store.Read(actor, study, use, rows =>
    {
        using var target = open();
        Write(target, rows, written);
        return this;
    }) is not null;

    void Write(IDatasetTarget target, StudyRows rows, IProgress<long>? written)
    {
        var (study, used) = Define(rows);
        var tables = DatasetTables.Of(study, used);
        var files = tables.Select(table => WriteTable(target, table, rows, written)).ToList();
        var codebook = Codebook.Entries(tables, used);
        target.Write("codebook.csv", rows.DataThroughUtc, file => CodebookFiles.WriteCsv(file, codebook));
        Text("codebook.html", CodebookFiles.Html(study, tables, codebook));
        Text("open.R", DatasetScripts.R(tables));
        Text("README.md", DatasetScripts.Readme(study, files, rows.Use));
        foreach (var name in new[] { "codebook.css", "open.py" })
            target.Write(name, rows.DataThroughUtc, file => file.Write(DatasetScripts.Fixed(name)));
        target.Write("datapackage.json", rows.DataThroughUtc, file =>
        {
            using (var json = new Utf8JsonWriter(file, Readable)) DatasetPackage.Create(study, used, rows.DataThroughUtc, files, rows.Use).WriteTo(json);
            file.Write("\n"u8);
        });

        void Text(string name, string text) => target.Write(name, rows.DataThroughUtc, file => file.Write(Encoding.UTF8.GetBytes(text)));
    }

    static WrittenTable WriteTable(IDatasetTarget target, DatasetTable table, StudyRows rows, IProgress<long>? written)
    {
        WrittenTable? result = null;
        target.Write(table.Path, rows.DataThroughUtc, file =>
        {
            using var hashing = new HashingStream(file);
            var count = table.Write(hashing, rows, written);
            result = new(table, count, hashing.Bytes, hashing.Sha256());
        });
        return result!;
    }

    (StudyDefinition, IReadOnlyList<InstrumentDefinition>) Define(StudyRows rows)
    {
        var study = StudyReader.Read(Encoding.UTF8.GetBytes(rows.Definition), instruments.Find).Value
            ?? throw new InvalidDataException("The stored definition of the study can no longer be read.");
        return (study, [.. study.Instruments.Select(use => instruments.Find(use.Instrument, use.Version)!)]);
    }
}
