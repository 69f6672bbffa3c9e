using System.Security.Cryptography;
using System.Text;

namespace Outcomes.Reports.Theme;

/// <summary>The one style sheet of pages and reports, <c>theme.css</c>, carried inside the assembly.</summary>
public static class ThemeSheet
{
    public static string Css { get; } = Read();

    /// <summary>Source expression that lets exactly this style element through a content security policy.</summary>
    public static string HashOf(string style) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'";

    static string Read()
    {
        using var stream = typeof(ThemeSheet).Assembly.GetManifestResourceStream("theme.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
