namespace Outcomes.Api.Tests.Audit;

/// <summary>What each address of the program leaves in the audit chain when it was answered. An address that is not here fails its test.</summary>
static class AuditedEndpoints
{
    /// <summary>Writes, and gives out data on persons: one of these events, always.</summary>
    public static readonly Dictionary<string, string[]> Leaves = new(StringComparer.Ordinal)
    {
        ["POST /account/codes"] = ["credential_changed", "recovery_codes_made"],
        ["POST /account/codes/off"] = ["credential_changed"],
        ["POST /account/password"] = ["credential_changed"],
        ["POST /account/sessions/{id}/end"] = ["session_ended"],
        ["GET /api/v1/studies/{study}/dataset.zip"] = ["dataset_exported"],
        ["GET /api/v1/studies/{study}/dataset/{grain}.csv"] = ["dataset_exported"],
        ["GET /studies/{study}/dataset.zip"] = ["dataset_exported"],
        ["POST /api/v1/studies/{study}/webhooks"] = ["webhook_added"],
        ["DELETE /api/v1/studies/{study}/webhooks/{id}"] = ["webhook_removed"],
        ["POST /api/v1/studies/{study}/webhooks/{id}/test"] = ["webhook_tested"],
        ["POST /invitations/{token}"] = ["invitation_accepted", "signed_in"],
        ["POST /account/passkeys"] = ["passkey_added"],
        ["POST /sign-in/passkey"] = ["signed_in"],
        ["POST /people/invitations"] = ["person_invited"],
        ["POST /people/{id}/disable"] = ["account_disabled"],
        ["POST /sign-in"] = ["signed_in"],
        ["POST /sign-in/code"] = ["signed_in", "recovery_code_used"],
    };

    /// <summary>The same, but for an answer that changed nothing or was of nobody: why.</summary>
    public static readonly Dictionary<string, (string[] Events, string UnlessBecause)> LeavesWhereItChanges = new(StringComparer.Ordinal)
    {
        ["POST /account/passkeys/{id}/remove"] = (["passkey_removed"], "one that is gone already is told as removed"),
        ["POST /account/codes/new"] = (["credential_changed"], "codes that are on already are not made anew"),
        ["PUT /api/v1/instruments/{id}/{version}"] = (["instrument_registered"], "sent again, nothing is stored"),
        ["PUT /api/v1/studies/{study}"] = (["study_imported"], "sent again, nothing is stored"),
        ["POST /api/v1/studies/{study}/participants"] = (["participants_recorded"], "sent again, nothing is stored"),
        ["POST /api/v1/studies/{study}/sessions"] = (["sessions_recorded"], "sent again, nothing is stored"),
        ["POST /api/v1/studies/{study}/assessments"] = (["assessments_recorded"], "sent again, nothing is stored"),
        ["POST /api/v1/studies/{study}/consents"] = (["consents_recorded"], "sent again, nothing is stored"),
        ["POST /api/v1/studies/{study}/plan/lock"] = (["plan_locked"], "sent again, nothing is stored"),
        ["PUT /api/v1/studies/{study}/schedule"] = (["schedule_set"], "the same schedule again changes nothing"),
        ["POST /api/v1/studies/{study}/reports/schools"] = (["school_reports_requested"], "a run that is under way goes on"),
        ["POST /studies/{study}/reports/schools"] = (["school_reports_requested"], "a run that is under way goes on"),
        ["DELETE /api/v1/studies/{study}/reports/schools"] = (["school_reports_cancelled"], "there may be none to stop"),
        ["POST /studies/{study}/reports/schools/cancel"] = (["school_reports_cancelled"], "there may be none to stop"),
        ["GET /api/v1/studies/{study}/results/{audience}"] = (["result_viewed"], "the board's was released, and is of no person"),
        ["GET /api/v1/studies/{study}/reports/{audience}.{format}"] = (["report_viewed"], "the board's was released, and is of no person"),
        ["GET /studies/{study}/reports/{audience}.{format}"] = (["report_viewed"], "the board's was released, and is of no person"),
        ["GET /audit"] = (["audit_exported"], "the page is of those who work here, not of participants; a file of it is an export"),
        ["POST /sign-out"] = (["signed_out"], "whoever is not signed in ends nothing"),
    };

    /// <summary>Writes nothing, and gives out nothing on a person.</summary>
    public static readonly Dictionary<string, string> LeavesNone = new(StringComparer.Ordinal)
    {
        ["POST /verify"] = "reads a report that its sender has",
        ["POST /account/passkeys/options"] = "a challenge, kept in a cookie", ["POST /sign-in/passkey/options"] = "a challenge, kept in a cookie",
        ["GET /"] = "titles of studies, and counts for those inside",
        ["GET /account"] = "the reader's own",
        ["GET /invitations/{token}"] = "the form to make an account",
        ["GET /people"] = "who works here, for stewards",
        ["GET /sign-in"] = "a form", ["GET /sign-in/code"] = "a form", ["GET /verify"] = "a form",
        ["GET /studies/{study}"] = "states and counts of a study", ["GET /studies/{study}/plan"] = "the plan", ["GET /studies/{study}/releases"] = "what was released, and when",
        ["GET /studies/{study}/reports"] = "which reports there are", ["GET /studies/{study}/reports/schools/{school}.{format}"] = "released, and protected",
        ["GET /api/v1/openapi.json"] = "the description of the API", ["GET /api/v1/instruments"] = "definitions", ["GET /api/v1/instruments/{id}/{version}"] = "a definition",
        ["GET /api/v1/jobs"] = "what the jobs do", ["GET /api/v1/studies"] = "files of studies", ["GET /api/v1/studies/{study}"] = "a study's file",
        ["GET /api/v1/studies/{study}/versions"] = "a study's file", ["GET /api/v1/studies/{study}/changes"] = "a study's file",
        ["GET /api/v1/studies/{study}/analyses"] = "states and hashes", ["GET /api/v1/studies/{study}/analyses/{id}"] = "states and hashes",
        ["GET /api/v1/studies/{study}/plan"] = "the plan", ["GET /api/v1/studies/{study}/plan/versions"] = "the plan", ["GET /api/v1/studies/{study}/releases"] = "what was released, and when",
        ["GET /api/v1/studies/{study}/reports"] = "which reports there are", ["GET /api/v1/studies/{study}/reports/schools"] = "how far a run is",
        ["GET /api/v1/studies/{study}/reports/schools/{school}.{format}"] = "released, and protected", ["GET /api/v1/studies/{study}/schedule"] = "a schedule",
        ["GET /api/v1/studies/{study}/webhooks"] = "addresses of webhooks",
        ["GET /assets/….css"] = "style", ["GET /assets/….svg"] = "an icon", ["GET /assets/…/{module}.js"] = "a script",
    };
}
