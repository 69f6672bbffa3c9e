using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Pages;

/// <summary>
/// Every page that any role can come to, in a real browser, in each language, wide and narrow, light and dark: judged by axe-core against
/// WCAG 2.2 A and AA, walked through with the Tab key, and measured where axe does not look.
/// </summary>
public sealed partial class AccessibilityTests(PageWalk walk) : IClassFixture<PageWalk>
{
    static readonly AxeRunOptions Rules = new()
    {
        RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
        Rules = new() { ["target-size"] = new() { Enabled = true } },
        ResultTypes = [ResultType.Violations],
    };

    /// <remarks>axe and the Tab key twice, in both directions of writing: what they judge does not depend on the words. What does is measured in each language.</remarks>
    [Theory]
    [InlineData("en", 1280, ColorScheme.Light, true)]
    [InlineData("ar", 360, ColorScheme.Dark, true)]
    [InlineData("es", 360, ColorScheme.Light, false)]
    [InlineData("zh-Hans", 1280, ColorScheme.Dark, false)]
    public async Task Every_page_can_be_used_by_everyone(string language, int width, ColorScheme scheme, bool whole)
    {
        var (found, looked) = (new ConcurrentBag<string>(), new ConcurrentDictionary<string, bool>());
        await Parallel.ForEachAsync(walk.Pages.GroupBy(p => p.Role), new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = TestContext.Current.CancellationToken }, async (role, _) =>
        {
            await using var person = await walk.Open(role.Key, new() { ViewportSize = new() { Width = width, Height = 720 }, ColorScheme = scheme, Locale = language });
            person.Expected = fault => fault.Contains("404", StringComparison.Ordinal);   // the page that says so
            foreach (var page in role)
            {
                await person.Page.GotoAsync(page.Address);
                if (!looked.TryAdd(Skeleton(await person.Page.InnerHTMLAsync("main")), true) && page != role.First()) continue;   // another role saw the same, below its own ways
                await person.Picture($"{language}-{width}-{page.Role?.ToString() ?? "Nobody"}{page.Pattern.Replace('/', '_')}");
                foreach (var fault in whole ? await Judge(person.Page, language) : [.. await person.Page.EvaluateAsync<string[]>(Measured, language)]) found.Add($"{page.Role} {page.Pattern}: {fault}");
            }
        });
        Assert.True(found.IsEmpty, string.Join('\n', found));
    }

    [Fact]
    public void Every_page_of_the_program_was_seen() => Assert.Empty(walk.NeverSeen.Except(
    [
        "/sign-in/organisation/done", "/account/organisation/done",   // where a provider sends people back to
        "/c/{token}", "/c/{token}/help", "/c/{token}/{go}/{number}", "/c/{token}/{play}/sound", "/c/{token}/{play}/audio",   // a student's, in the languages of the study: CheckInBrowserTests
        "/studies/{study}/connection/ping",   // for the script that measures
        "/studies/{study}/blank-forms/{instrument}/{timepoint}",   // for a service worker, and the form of the entry page
        "/sign-in/code",   // asks for a code right after the password, and shows the form of the sign-in page
        "/studies/{study}/reports/schools/{school}.{format}",   // a report
        "/studies/{study}/schools/{school}/roster/data",   // for the script of a roster that has a key
    ]));

    [Theory]
    [InlineData("label: <input", "document.querySelector('label').remove()")]
    [InlineData("color-contrast: ", "style('main p { color: #bbb !important; }')")]
    [InlineData("not in the page's language: Nobody", "add('p').textContent = 'Nobody translated this.'")]
    [InlineData("the page scrolls sideways", "add('p').textContent = 'x'.repeat(400)")]
    [InlineData("2 h1", "add('h1').textContent = 'العنوان'")]
    [InlineData("target of ", "style('button { font-size: 8px !important; padding: 0 !important; min-block-size: 0 !important; }')")]
    [InlineData("no visible focus: ", "style(':focus-visible { outline: none !important; }')")]
    [InlineData("Tab came to ", "document.querySelector('button').tabIndex = 3")]
    [InlineData("the page runs the wrong way", "style('body { direction: ltr; }')")]
    [InlineData("the header is not mirrored", "style('header { direction: ltr; }')")]
    public async Task What_must_not_pass_is_found(string fault, string broken)
    {
        await using var person = await walk.Open(null, new() { ViewportSize = new() { Width = 360, Height = 720 }, Locale = "ar" });
        await person.Page.GotoAsync("/sign-in");
        await person.Page.EvaluateAsync($$"""
            () => {
              const add = tag => document.querySelector('main').appendChild(document.createElement(tag));
              const style = text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); document.adoptedStyleSheets = [sheet]; };
              {{broken}};
            }
            """);
        Assert.Contains(await Judge(person.Page, "ar"), found => found.StartsWith(fault, StringComparison.Ordinal));
    }

    internal static async Task<List<string>> Judge(IPage page, string language)
    {
        var axe = await page.RunAxe(Rules);
        var found = axe.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html}")).ToList();
        found.AddRange(await page.EvaluateAsync<string[]>(Measured, language));
        found.AddRange(await TabThrough(page));
        return found;
    }

    /// <summary>Each thing that can be operated is reached once, in the order in which it is read, and can be seen to be.</summary>
    static async Task<string[]> TabThrough(IPage page)
    {
        await page.WaitForFunctionAsync("() => !document.querySelector('[aria-busy]')");   // a script may open what it shows, and move the focus
        var keys = await page.EvaluateAsync<int>(Listen);
        for (var key = 0; key < keys; key++) await page.Keyboard.PressAsync("Tab");
        return await page.EvaluateAsync<string[]>(Heard);
    }

    /// <remarks>The page listens by itself: asking it after each key took longer than all else. A date and its time have several stops inside (day, month, year, hour, calendar), so more keys are needed than stops.</remarks>
    const string Listen = """
        () => {
          const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
            .filter(e => !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && e.getClientRects().length > 0)
            .filter((e, at, all) => e.type !== 'radio' || (e.checked || !all.some(o => o.name === e.name && o.type === 'radio' && (o.checked || all.indexOf(o) < at))));
          const e = document.activeElement, at = stops.indexOf(e);
          const before = at >= 0 || e === document.body ? at : stops.filter(s => s.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING).length - 1;
          window.expected = stops.slice(before + 1);
          window.came = [];
          document.addEventListener('focusin', event => {
            const step = { e: event.target }, style = getComputedStyle(step.e);
            window.came.push(step);
            if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) step.fault = 'no visible focus';
            setTimeout(() => {   // after the browser has scrolled to it; the next key may have been faster
              const box = step.e.getBoundingClientRect();
              if (document.activeElement === step.e && (box.width === 0 || box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth)) step.fault ??= 'focus out of sight';
            });
          });
          return window.expected.length + 8 * window.expected.filter(s => /date|time/.test(s.type)).length;
        }
        """;

    const string Heard = """
        async () => {
          await new Promise(done => setTimeout(done, 20));
          const name = n => n?.outerHTML?.slice(0, 120);
          const wrong = window.expected.findIndex((e, at) => window.came[at]?.e !== e), until = wrong < 0 ? window.expected.length : wrong;
          return [
            ...window.came.slice(0, until).filter(step => step.fault).map(step => `${step.fault}: ${name(step.e)}`),
            ...(wrong < 0 ? [] : [`Tab came to ${name(window.came[wrong]?.e)} instead of ${name(window.expected[wrong])}`]),
          ];
        }
        """;

    /// <summary>What axe does not measure.</summary>
    const string Measured = """
        language => {
          const found = [], root = document.documentElement, mirrored = language === 'ar';
          if (root.lang !== language) found.push(`the page says it is in ${root.lang}`);
          if (getComputedStyle(document.body).direction !== (mirrored ? 'rtl' : 'ltr')) found.push('the page runs the wrong way');
          const product = document.querySelector('.product').getBoundingClientRect();
          if ((product.left + product.right > innerWidth) !== mirrored) found.push('the header is not mirrored');
          if (root.scrollWidth > root.clientWidth) found.push(`the page scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}`);
          const titles = document.querySelectorAll('h1').length;
          if (titles !== 1) found.push(`${titles} h1`);
          for (const e of document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')) {
            const box = e.getBoundingClientRect(), inText = e.tagName === 'A' && e.closest('p, li, td, dd');
            if (box.width > 0 && !inText && (box.width < 24 || box.height < 24)) found.push(`target of ${box.width} by ${box.height}: ${e.outerHTML.slice(0, 120)}`);
          }
          if (language === 'ar' || language === 'zh-Hans') {
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let text = texts.nextNode(); text; text = texts.nextNode())
              if (/[A-Za-z]{2,} [a-z]{2,}/.test(text.data.replace(/«[^»]*»|“[^”]*”|"[^"]*"/g, '')) && text.parentElement.closest('[lang]') === root && !text.parentElement.closest('code, kbd, samp, pre'))
                found.push(`not in the page's language: ${text.data.trim()}`);
          }
          return found;
        }
        """;

    /// <summary>The page's elements without its words.</summary>
    static string Skeleton(string html) => string.Concat(Element().Matches(html).Select(m => m.Value));

    [GeneratedRegex(@"</?[a-z0-9]+|(class|type|role)=""[^""]*""")] private static partial Regex Element();
}
