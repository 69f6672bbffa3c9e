using Outcomes.Api.Datasets;
using Outcomes.Api.Reports;
using Outcomes.Data;
using Outcomes.Data.Access;
using Outcomes.Data.Activities;
using Outcomes.Data.Audit;
using Outcomes.Data.Analyses;
using Outcomes.Data.Assessments;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Consents;
using Outcomes.Data.Connections;
using Outcomes.Data.Datasets;
using Outcomes.Data.Entry;
using Outcomes.Data.Instruments;
using Outcomes.Data.Notes;
using Outcomes.Data.Participants;
using Outcomes.Data.Plans;
using Outcomes.Data.Quality;
using Outcomes.Data.Releases;
using Outcomes.Data.Reports;
using Outcomes.Data.Rosters;
using Outcomes.Data.Schedules;
using Outcomes.Data.Sealing;
using Outcomes.Data.Sessions;
using Outcomes.Data.Studies;
using Outcomes.Data.Trainings;
using Outcomes.Data.Webhooks;
using Outcomes.Jobs;

namespace Outcomes.Api;

static class Storage
{
    /// <summary>The stores on one database. It was opened before, so that a refusal is told before anything listens.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, Database database) => services
        .AddSingleton(_ => database)
        .AddSingleton<Writer>()
        .AddSingleton<AuditTrail>()
        .AddSingleton<AuditChecks>()
        .AddSingleton<ApiKeyStore>()
        .AddSingleton<InstrumentStore>()
        .AddSingleton<AuthorisationStore>()
        .AddSingleton<WordingStore>()
        .AddSingleton<StudyStore>()
        .AddSingleton<PlanStore>()
        .AddSingleton<AnalysisStore>()
        .AddSingleton<ReleaseStore>()
        .AddSingleton<ReportStore>()
        .AddSingleton<ReportFiles>()
        .AddSingleton<IssueStore>()
        .AddSingleton<SchoolRunStore>()
        .AddSingleton<ScheduleStore>()
        .AddSingleton<WebhookStore>()
        .AddSingleton<NoticeStore>()
        .AddSingleton<SnapshotStore>()
        .AddSingleton<Wake>()
        .AddSingleton<ParticipantStore>()
        .AddSingleton<ConsentStore>()
        .AddSingleton<RosterStore>()
        .AddSingleton<SiteKeyStore>()
        .AddSingleton<ParticipantList>()
        .AddSingleton<SessionStore>()
        .AddSingleton<SessionBook>()
        .AddSingleton<ConnectionStore>()
        .AddSingleton<TrainingStore>()
        .AddSingleton<TrainedStore>()
        .AddSingleton<AssessmentStore>()
        .AddSingleton<ActivityStore>().AddSingleton<AssignmentStore>().AddSingleton<PlayStore>()
        .AddSingleton<LinkStore>().AddSingleton<CheckInStore>().AddSingleton<DistressStore>().AddSingleton<SupportStore>()
        .AddSingleton<EntryStore>()
        .AddSingleton<DraftStore>()
        .AddSingleton<EntryKeyStore>()
        .AddSingleton<Entry.SealedForms>()
        .AddSingleton<CorrectionStore>()
        .AddSingleton<QualityStore>()
        .AddSingleton<QueryStore>()
        .AddSingleton<SecondEntryStore>()
        .AddSingleton<PersonalKeyStore>()
        .AddSingleton<StudyKeyStore>()
        .AddSingleton<NoteStore>()
        .AddSingleton<DatasetStore>()
        .AddSingleton<ConsentRegister>().AddSingleton<ErasureStore>().AddSingleton<RetentionStore>().AddSingleton<ReviewStore>()
        .AddSingleton<DatasetWriter>();
}
