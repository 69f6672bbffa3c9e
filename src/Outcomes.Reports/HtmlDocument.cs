using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Outcomes.Reports;

/// <summary>A component as a whole document, for reports and pages alike.</summary>
/// <remarks>The framework's own component results bring form protection with them, and with it a key in the home directory.</remarks>
public static class HtmlDocument
{
    /// <remarks>The default writes everything but ASCII as references to characters: a Chinese page would be three times as long, and nobody could read its source.</remarks>
    static readonly HtmlEncoder AllScripts = HtmlEncoder.Create(UnicodeRanges.All);

    /// <param name="injected">What components ask for besides their parameters.</param>
    public static async Task<string> Of<T>(Dictionary<string, object?> parameters, Action<IServiceCollection>? injected = null) where T : IComponent
    {
        var needed = new ServiceCollection().AddSingleton(AllScripts);
        injected?.Invoke(needed);
        await using var services = needed.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters));
            return "<!DOCTYPE html>\n" + root.ToHtmlString();
        });
    }
}
