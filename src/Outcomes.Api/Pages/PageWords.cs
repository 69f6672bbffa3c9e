using System.Globalization;
using System.Resources;

namespace Outcomes.Api.Pages;

/// <summary>The words of all pages. A noun's stand in its own folder (<c>Consents/ConsentTexts.resx</c>), what several pages say in <c>PageTexts.resx</c>.</summary>
sealed class PageWords : ResourceManager
{
    const string Ending = "Texts.resources";

    readonly ResourceManager[] _nouns =
    [
        .. typeof(PageWords).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => new ResourceManager(name[..^".resources".Length], typeof(PageWords).Assembly)),
    ];

    public override string? GetString(string name, CultureInfo? culture)
    {
        foreach (var noun in _nouns)
            if (noun.GetString(name, culture) is { } text) return text;
        return null;
    }

    public override ResourceSet? GetResourceSet(CultureInfo culture, bool createIfNotExists, bool tryParents) =>
        _nouns.Select(noun => noun.GetResourceSet(culture, createIfNotExists, tryParents)).FirstOrDefault(set => set is not null);
}
