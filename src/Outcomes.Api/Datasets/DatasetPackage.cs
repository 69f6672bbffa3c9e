using System.Text.Json.Nodes;
using Outcomes.Data.Consents;
using Outcomes.Domain;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Datasets;

/// <summary>A file of the dataset as it was written.</summary>
sealed record WrittenTable(DatasetTable Table, long Rows, long Bytes, string Sha256);

/// <summary><c>datapackage.json</c>: Data Package v2.0 (datapackage.org, 26 June 2024) with a Table Schema a resource.</summary>
static class DatasetPackage
{
    public static JsonObject Create(
        StudyDefinition study, IReadOnlyList<InstrumentDefinition> instruments, DateTimeOffset dataThrough, IReadOnlyList<WrittenTable> tables, DataUse use)
    {
        var package = Create(study, instruments, dataThrough, tables);
        if (DatasetPurpose.Sentence(study, use) is { } consent) package["consent"] = consent;
        return package;
    }

    static JsonObject Create(
        StudyDefinition study, IReadOnlyList<InstrumentDefinition> instruments, DateTimeOffset dataThrough, IReadOnlyList<WrittenTable> tables) => new()
    {
        ["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json",
        ["name"] = study.Id,
        ["id"] = Identity(study, tables),
        ["title"] = Title(study),
        ["description"] = study.DataSource,
        ["version"] = study.Version,
        // When the newest row was received, not when this file was made: the same rows give the same bytes.
        ["created"] = Utc.Text(dataThrough),
        ["synthetic"] = study.Synthetic,
        ["licenses"] = new JsonArray(new JsonObject
        {
            ["name"] = "other-closed",
            ["title"] = "No licence for reuse was given with this study: use it as the agreement with its owners allows.",
        }),
        ["sources"] = Array([
            new JsonObject { ["title"] = study.DataSource },
            .. instruments.SelectMany(i => i.Sources).DistinctBy(s => s.Citation).Select(Source)]),
        ["study"] = new JsonObject { ["id"] = study.Id, ["version"] = study.Version, ["hash"] = study.Hash, ["plan_hash"] = study.Plan.Hash },
        ["instruments"] = Array(instruments.Select(Instrument)),
        ["resources"] = Array(tables.Select(Resource)),
    };

    public static string Title(StudyDefinition study)
    {
        var title = study.Title.GetValueOrDefault("en") ?? study.Title.Values.First();
        return study.Synthetic ? $"SYNTHETIC DATA: {title}" : title;
    }

    /// <summary>Follows from the content: the same definition and rows have the same id wherever they are exported.</summary>
    static string Identity(StudyDefinition study, IReadOnlyList<WrittenTable> tables)
    {
        var content = new JsonArray([study.Hash, .. tables.Select(t => t.Sha256)]).ToJsonString();
        using var document = System.Text.Json.JsonDocument.Parse(content);
        return $"sha256:{CanonicalJson.Hash(document.RootElement)}";
    }

    static JsonObject Source(Source source)
    {
        var json = new JsonObject { ["title"] = source.Citation };
        if (source.Url is { } url) json["path"] = url;
        else if (source.Doi is { } doi) json["path"] = $"https://doi.org/{doi}";
        return json;
    }

    static JsonObject Instrument(InstrumentDefinition instrument) => new()
    {
        ["id"] = instrument.Id,
        ["version"] = instrument.Version,
        ["title"] = instrument.Title,
        ["hash"] = instrument.Hash,
        ["validated"] = instrument.Validated,
        ["licence_holder"] = instrument.Licence.Holder,
    };

    static JsonObject Resource(WrittenTable written) => new()
    {
        ["$schema"] = "https://datapackage.org/profiles/2.0/dataresource.json",
        ["name"] = written.Table.Name,
        ["type"] = "table",
        ["path"] = written.Table.Path,
        ["description"] = written.Table.Description,
        ["format"] = "csv",
        ["mediatype"] = "text/csv",
        ["encoding"] = "utf-8",
        ["bytes"] = written.Bytes,
        ["hash"] = $"sha256:{written.Sha256}",
        ["rows"] = written.Rows,
        ["schema"] = Schema(written.Table),
    };

    static JsonObject Schema(DatasetTable table)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://datapackage.org/profiles/2.0/tableschema.json",
            ["fieldsMatch"] = new JsonArray("exact"),
            ["fields"] = Array(table.Fields.Select(Field)),
            ["primaryKey"] = new JsonArray([.. table.PrimaryKey.Select(k => JsonValue.Create(k))]),
        };
        if (table.References.Count > 0) schema["foreignKeys"] = Array(table.References.Select(r => new JsonObject
        {
            ["fields"] = new JsonArray(r.Field),
            ["reference"] = new JsonObject { ["resource"] = r.Table, ["fields"] = new JsonArray(r.Target) },
        }));
        return schema;
    }

    static JsonObject Field(DatasetField field)
    {
        var json = new JsonObject { ["name"] = field.Name, ["type"] = field.Type, ["description"] = field.Description };
        if (field.Format is { } format) json["format"] = format;
        if (field.Unit is { } unit) json["unit"] = unit;
        if (field.Categories.Count > 0) json["categories"] = Array(field.Categories.Select(Label));
        json["missingValues"] = Array(field.Missing.Select(Label));
        json["constraints"] = Constraints(field);
        return json;
    }

    static JsonObject Constraints(DatasetField field)
    {
        var json = new JsonObject { ["required"] = field.Required };
        if (field.Unique) json["unique"] = true;
        if (field.Minimum is { } minimum) json["minimum"] = minimum;
        if (field.Maximum is { } maximum) json["maximum"] = maximum;
        if (field.Pattern is { } pattern) json["pattern"] = pattern;
        return json;
    }

    static JsonObject Label(Labelled value) => new() { ["value"] = value.Value, ["label"] = value.Label };

    static JsonArray Array(IEnumerable<JsonObject> objects) => new([.. objects]);
}
