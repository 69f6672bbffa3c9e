using Outcomes.Domain;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Studies;

namespace Outcomes.Data.Studies;

/// <summary>A new version of a study may add, but not take away what stored data name: they could no longer be analysed.</summary>
static class StudyInUse
{
    public static List<Fault> Faults(Change change, StudyDefinition study)
    {
        var faults = new List<Fault>();
        Require("districts", "school", "SELECT school FROM participant WHERE study_id = @1 UNION SELECT school FROM session WHERE study_id = @1", study.Schools.Select(s => s.Id));
        Require("arms", "arm", "SELECT arm FROM participant WHERE study_id = @1 UNION SELECT arm FROM session WHERE study_id = @1", study.Arms.Select(a => a.Id));
        Require("languages", "language", "SELECT language FROM participant WHERE study_id = @1 UNION SELECT language FROM assessment WHERE study_id = @1", study.Languages);
        Require("instruments", "instrument, version and timepoint",
            "SELECT DISTINCT instrument || ' ' || instrument_version || ' ' || timepoint FROM assessment WHERE study_id = @1",
            study.Instruments.SelectMany(u => u.Timepoints.Select(t => $"{u.Instrument} {u.Version} {t}")));
        Require("consent.purposes", "purpose", "SELECT DISTINCT purpose FROM consent WHERE study_id = @1", study.Consent?.Purposes.Select(p => EnumNames<ConsentPurpose>.Of(p.Purpose)) ?? []);
        Require("consent.texts", "version of the consent text", "SELECT DISTINCT text_version FROM consent WHERE study_id = @1", study.Consent?.Texts.Select(t => t.Id) ?? []);
        return faults;

        void Require(string field, string what, string sql, IEnumerable<string> defined)
        {
            var known = defined.ToHashSet(StringComparer.Ordinal);
            using var used = change.Prepared(sql).Query(study.Id);
            while (used.Read())
                if (!known.Contains(used.GetString(0)))
                    faults.Add(new Fault(field, "in_use", $"Stored data name the {what} '{used.GetString(0)}', which this version leaves out."));
        }
    }
}
