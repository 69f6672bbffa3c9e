using Spectre.Console;

namespace Outcomes.Api.CommandLine;

/// <summary>Shows how far a piece of work is: a bar in a terminal, plain lines (at most one each tenth) where there is none.</summary>
static class Progress
{
    /// <param name="title">What is being done, in a few words.</param>
    /// <param name="work">Calls its argument with 0 to 1, as often as it likes.</param>
    public static Task Show(string title, Func<Action<double>, Task> work) =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive ? Lines(title, work) : Bar(title, work);

    static Task Bar(string title, Func<Action<double>, Task> work) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                await work(part => task.Value = part);
                task.Value = 1;
            });

    static async Task Lines(string title, Func<Action<double>, Task> work)
    {
        var shown = 0;
        Console.WriteLine(title);
        await work(part =>
        {
            var tenth = (int)(part * 10);
            if (tenth <= shown || tenth >= 10) return;
            shown = tenth;
            Console.WriteLine($"  {tenth * 10} %");
        });
        Console.WriteLine("  done");
    }
}
