using System.Security.Cryptography;
using Outcomes.Api.Synthetic;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Synthetic;
using Xunit;

namespace Outcomes.Api.Tests.Synthetic;

public sealed class SyntheticFilesTests
{
    /// <summary>
    /// Hashes written down once: the same seed must give the same files on every machine and with every later version. Where a change
    /// of the generator is meant, they are renewed, and its users are told.
    /// </summary>
    [Theory]
    [InlineData("participants.ndjson", "4082171d6f5025a054977da29151fb095a59fe811c154f9451b0fcbc37997d51")]
    [InlineData("sessions.ndjson", "ad07c5f72ac901d0e9635976b32a6af10d81b94e7e0229a870e130e8b0de67b8")]
    [InlineData("assessments.ndjson", "d2e0df21a7bba54298972da72ccf29f9f24b928bb2578eb0b3f44bc7608f2588")]
    [InlineData("study.json", "ac7aa2ea507a2c42cd4485067abb94273797eafdee2ff9a37c71e852bcc40c59")]
    [InlineData("truth.json", "208f136e74ea9d1617e8b7f4729cf0f3f5f8a8deb5ab98bed6e0a6834a83a8d1")]
    public async Task A_seed_gives_these_bytes(string file, string sha256)
    {
        var folder = Directory.CreateTempSubdirectory("outcomes-synth-").FullName;
        var study = SyntheticStudy.Create(new() { Seed = 42, SchoolsPerDistrict = 3, StudentsPerSchool = 12, Weeks = 4 }, InstrumentCatalogue.BuiltIn.All);
        var told = new List<long>();
        var rows = await SyntheticFiles.Write(study, folder, new Told(told));
        Assert.Equal(study.Participants.Count() + study.Consents.Count() + study.Sessions.Count() + study.Assessments.Count(), rows);
        Assert.Equal(rows, told[^1]);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, file)))));
        Directory.Delete(folder, recursive: true);
    }

    sealed class Told(List<long> counts) : IProgress<long>
    {
        public void Report(long value) => counts.Add(value);
    }
}
