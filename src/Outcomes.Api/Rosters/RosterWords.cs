namespace Outcomes.Api.Rosters;

/// <summary>The texts that the roster's scripts put in; they stand in the page, in its language.</summary>
static class RosterWords
{
    static readonly string[] Forms = ["zero", "one", "two", "few", "many", "other"];

    static readonly string[] Faults =
    [
        "no_network", "signed_out", "page_too_old", "not_yours", "server_failed", "wrong_shape", "not_sealed", "loss_not_agreed", "share_typed_wrong", "share_typed_wrong.group", "share_of_another_key",
        "shares_the_same", "shares_too_few", "key_copy_broken", "site_key_broken", "entries_broken_first", "site_key_exists", "site_key_not_held", "roster_key_changed", "roster_entry_changed",
        "roster_entry_gone", "roster_changed", "roster_full", "not_a_colleague", "not_compared", "choose_colleague", "last_copy", "name_missing", "identifier_missing", "too_long", "entry_too_long",
        "identifier_taken", "identifier_twice", "list_empty", "list_too_long", "list_no_columns", "list_columns", "pseudonym_mistyped", "pseudonym_taken", "arm_missing", "day_missing", "in_the_future",
        "not_enrolled", "unknown_fault",
    ];

    static readonly string[] Plural = ["roster.count", "roster.done.added"];

    static readonly string[] Plain =
    [
        "roster.share.title", "roster.share.place", "roster.line", "roster.entry_broken", "roster.yes", "roster.no", "roster.found", "roster.found.none", "roster.none", "roster.add.title", "roster.change.title",
        "roster.change_this", "roster.holders.you", "roster.holders.may_not", "roster.take_back_this", "roster.take_back.ask", "roster.take_back.yes", "roster.remove.ask", "roster.remove.yes",
        "roster.done.begun", "roster.done.given", "roster.done.taken", "roster.done.saved", "roster.done.removed", "roster.done.recovered", "roster.done.rotated", "roster.choose", "roster.nobody", "roster.and",
    ];

    public static IEnumerable<string> ForScripts => [.. Faults.Select(code => $"fault.{code}"), .. Plural.SelectMany(_ => Forms, (key, form) => $"{key}.{form}"), .. Plain];
}
