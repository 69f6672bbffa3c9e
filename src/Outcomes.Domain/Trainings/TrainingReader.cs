using System.Text.Json;

namespace Outcomes.Domain.Trainings;

/// <summary>Reads a training's file, or says everything that is wrong with it: its form, and that each text is there in each language.</summary>
public static class TrainingReader
{
    /// <summary>A short module: who needs more writes a course, and a course is no file of ours.</summary>
    public const int MostPages = 40, MostParagraphs = 20, MostQuestions = 10, LongestText = 2000;

    public static Checked<TrainingDefinition> Read(ReadOnlyMemory<byte> utf8) => JsonText.Read(utf8, Read);

    static Checked<TrainingDefinition> Read(JsonElement root)
    {
        var faults = new List<Fault>();
        var languages = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("languages", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => JsonText.TextOf(e) ?? "").Where(Ids.IsLanguage).ToList() : [];
        var training = JsonObjectReader.Read(root, "", faults, json => new File(languages).Training(json));
        return faults.Count == 0 ? Checked<TrainingDefinition>.Good(training with { Hash = CanonicalJson.Hash(root) }) : Checked<TrainingDefinition>.Bad(faults);
    }

    /// <param name="languages">Those in which each text has to be there.</param>
    sealed class File(IReadOnlyList<string> languages)
    {
        public TrainingDefinition Training(JsonObjectReader json)
        {
            var training = new TrainingDefinition
            {
                Version = json.Version(), Hash = "", Languages = json.Texts("languages"), Title = Words(json, "title"), PassPercent = json.OptionalInteger("pass_percent") ?? 0, Pages = json.List("pages", Page),
            };
            foreach (var (number, tag) in training.Languages.Index())
                if (tag.Length > 0 && !Ids.IsLanguage(tag)) json.Fault($"languages[{number}]", "bad_shape", "This is not a language tag such as en or zh-Hans.");
            if (training.Languages.Distinct().Count() != training.Languages.Count) json.Fault("languages", "duplicate", "A language stands here twice.");
            if (training.PassPercent is < 0 or > 100) json.Fault("pass_percent", "out_of_range", "This is a whole number from 0 to 100.");
            if (training.PassPercent > 0 && training.Pages.Count > 0 && training.Questions == 0) json.Fault("pass_percent", "no_questions", "Without a question nothing can be passed: leave it out.");
            Distinct(json, "pages", training.Pages.Select(p => p.Id), MostPages);
            return training;
        }

        TrainingPage Page(JsonObjectReader json)
        {
            var page = new TrainingPage(json.Id(), Words(json, "title"), json.OptionalList("paragraphs", Paragraph), json.OptionalList("questions", Question));
            if (json.Sound && page.Paragraphs.Count + page.Questions.Count == 0) json.Fault("paragraphs", "empty", "A page has a paragraph or a question.");
            if (page.Paragraphs.Count > MostParagraphs) json.Fault("paragraphs", "too_many", $"A page has at most {MostParagraphs} paragraphs.");
            Distinct(json, "questions", page.Questions.Select(q => q.Id), MostQuestions);
            return page;
        }

        IReadOnlyDictionary<string, string> Paragraph(JsonObjectReader json) => Members(json);

        TrainingQuestion Question(JsonObjectReader json)
        {
            var question = new TrainingQuestion(json.Id(), Words(json, "text"), json.List("choices", c => new TrainingChoice(c.Id(), Words(c, "text"))), json.Text("right"), Words(json, "explanation"));
            if (question.Choices.Count == 1) json.Fault("choices", "too_few", "A question has at least two choices.");
            if (question.Right.Length > 0 && question.Choices.Count > 0 && question.Choices.All(c => c.Id != question.Right)) json.Fault("right", "unknown_choice", "None of the choices has this id.");
            Distinct(json, "choices", question.Choices.Select(c => c.Id), MostQuestions);
            return question;
        }

        IReadOnlyDictionary<string, string> Words(JsonObjectReader json, string name) => json.Object(name, Members);

        Dictionary<string, string> Members(JsonObjectReader text) =>
            languages.ToDictionary(tag => tag, tag => text.Text(tag, words => words.Length <= LongestText, $"No text of a training is longer than {LongestText} characters."));

        static void Distinct(JsonObjectReader json, string name, IEnumerable<string> ids, int most)
        {
            var all = ids.Where(id => id.Length > 0).ToList();
            if (all.Distinct().Count() != all.Count) json.Fault(name, "duplicate", "Two of these have the same id.");
            if (all.Count > most) json.Fault(name, "too_many", $"There are at most {most} of these.");
        }
    }
}
