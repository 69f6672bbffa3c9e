namespace Outcomes.Jobs.Reports;

/// <summary>What a report is checked for: what it is, and each thing that its numbers stand on.</summary>
public enum CheckedPart { Report, Plan, Data, Engine, Results, Release, File }

public enum CheckVerdict { Matches, Differs, CannotBeChecked }

/// <summary>One line of an answer.</summary>
/// <param name="Reason">Key of the texts that say why, below the part: <c>data.changed</c>.</param>
/// <param name="Values">Of the text's placeholders.</param>
public sealed record ReportCheck(CheckedPart Part, CheckVerdict Verdict, string Reason, params (string Name, string Value)[] Values);
