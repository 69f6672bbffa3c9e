namespace Outcomes.Oracle;

/// <summary>What became of one key of one case.</summary>
public sealed record Outcome(string Case, string Kind, Reference Reference, bool Compared, Agreement Agreement);

/// <summary>Runs every case of a directory.</summary>
public static class Runner
{
    /// <summary>Keys that R made for information only: no value of ours is meant to equal them.</summary>
    static readonly HashSet<string> InformationOnly =
    [
        "lmm/agreement_exact_vs_lmerTest", "long/agreement_exact_vs_lmerTest", "mod/agreement_exact_vs_lmerTest",
        "mi/large_m_benchmark", "nist/certified", "resample/bootstrap_400k",
    ];

    public static IReadOnlyList<Outcome> Run(string directory)
    {
        var outcomes = new List<Outcome>();
        foreach (var path in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
            outcomes.AddRange(RunCase(path));
        return outcomes;
    }

    /// <summary>What we compute for a case, by key, whatever the reference says: the examples of the documentation are made so.</summary>
    public static IEnumerable<(string Key, object? Value)> Values(string path)
    {
        var @case = Case.Read(path);
        var answers = new Answers();
        Kinds.AllKinds.ByName[@case.Kind](@case, answers);
        return @case.References.Keys.Select(key => (key, Try(answers.Find(key))));
    }

    static object? Try(Func<object?>? value)
    {
        try
        {
            return value?.Invoke();
        }
        catch (Exception error)
        {
            return error.Message;
        }
    }

    static IEnumerable<Outcome> RunCase(string path)
    {
        Case @case;
        var answers = new Answers();
        string? fault = null;
        try
        {
            @case = Case.Read(path);
        }
        catch (Exception error)
        {
            var name = Path.GetFileNameWithoutExtension(path);
            return [new(name, name.Split('_')[0], new("(case)", default, "", 0, 0), true, new(false, null, $"cannot be read: {error.Message}"))];
        }
        if (!Kinds.AllKinds.ByName.TryGetValue(@case.Kind, out var answer)) fault = $"no kind {@case.Kind}";
        else
        {
            try
            {
                answer(@case, answers);
            }
            catch (Exception error)
            {
                fault = error.Message;
            }
        }
        return @case.References.Values.Select(reference => Judge(@case, reference, answers, fault)).ToList();
    }

    static Outcome Judge(Case @case, Reference reference, Answers answers, string? fault)
    {
        var compared = reference.RelativeTolerance is not null && !InformationOnly.Contains($"{@case.Kind}/{reference.Key}");
        Agreement agreement;
        try
        {
            agreement = !compared ? new(true, null, null)
                : answers.Find(reference.Key) is not { } value ? new(false, null, fault ?? "unknown key")
                : Comparison.Compare(@case.Kind, reference, value(), Exact(@case, reference.Key));
        }
        catch (Exception error)
        {
            // A key that cannot be computed fails by itself; the others are still compared.
            agreement = new(false, null, $"{error.GetType().Name}: {error.Message}");
        }
        return new(@case.Name, @case.Kind, reference, compared, agreement);
    }

    /// <summary>The exact solution that a reference made by an optimizer approximates, if the case has it.</summary>
    static Reference? Exact(Case @case, string key) =>
        key.EndsWith("lmerTest", StringComparison.Ordinal) ? @case.References.GetValueOrDefault(key.Replace("lmerTest", "exact", StringComparison.Ordinal)) : null;
}
