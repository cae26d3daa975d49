using Spectre.Console;
using Stray.Embedded;

namespace Stray.Verbs;

/// <summary>A progress bar on stderr, where stderr is a terminal.</summary>
internal sealed class RunProgress(ProgressContext context) : IStageProgress
{
    private ProgressTask? _task;

    public static T Watch<T>(bool quiet, Func<IStageProgress, T> run)
    {
        if (quiet || Console.IsErrorRedirected)
        {
            return run(Silence.Instance);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Start(context => run(new RunProgress(context)));
    }

    public void Stage(string name)
    {
        _task?.StopTask();
        _task = context.AddTask(Markup.Escape(name), maxValue: 1);
        _task.IsIndeterminate = true;
    }

    public void Report(double value)
    {
        if (_task is not null && !double.IsNaN(value))
        {
            _task.IsIndeterminate = false;
            _task.Value = value;
        }
    }
}
