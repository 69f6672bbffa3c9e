using Spectre.Console;

namespace Outcomes.Api.CommandLine;

/// <summary>Shows how far a piece of work is: a bar in a terminal, plain lines (one each quarter) where there is none.</summary>
static class Progress
{
    /// <param name="title">What is being done, in a few words.</param>
    /// <param name="work">Calls its argument with 0 to 1, as often as it likes.</param>
    public static Task<T> Show<T>(string title, Func<Action<double>, Task<T>> work) =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive ? Lines(title, work) : Bar(title, work);

    static Task<T> Bar<T>(string title, Func<Action<double>, Task<T>> work) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                var done = await work(part => task.Value = part);
                task.Value = 1;
                return done;
            });

    static async Task<T> Lines<T>(string title, Func<Action<double>, Task<T>> work)
    {
        var shown = 0;
        Console.WriteLine($"{title} ...");
        var done = await work(part =>
        {
            var quarter = (int)(part * 4);
            if (quarter <= shown || quarter >= 4) return;
            shown = quarter;
            Console.WriteLine($"  {quarter * 25} %");
        });
        Console.WriteLine("  done");
        return done;
    }
}
