using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outcomes.Domain.Backups;

/// <summary>What a backup says of itself, so that a restore can be held to it.</summary>
/// <param name="Program">Version that made it.</param>
/// <param name="Sha256">Of the database's file within the backup.</param>
/// <param name="Rows">Of every table, by name.</param>
/// <param name="KeysNeeded">Ids of the key files that it is of no full use without; they are never in it. Null: it was made before there were any.</param>
/// <param name="AuditNumber">Of the last link of the audit chain; 0 without one.</param>
public sealed record BackupManifest(
    int Format, string Program, DateTimeOffset TakenUtc, string Sha256, long Bytes, IReadOnlyDictionary<string, long> Rows, long AuditNumber, string AuditHash,
    IReadOnlyList<string>? KeysNeeded = null)
{
    public const int CurrentFormat = 1;

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    /// <summary>Null: it is no manifest of this format.</summary>
    public static BackupManifest? Read(ReadOnlySpan<byte> json)
    {
        try { return JsonSerializer.Deserialize(json, BackupJson.Default.BackupManifest) is { Format: CurrentFormat } manifest ? manifest : null; }
        catch (JsonException) { return null; }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
sealed partial class BackupJson : JsonSerializerContext;
