using System.Text;
using Microsoft.Extensions.Logging;

namespace Outcomes.Api.Tests.Canaries;

/// <summary>Takes all that a host logs, at Debug level, with the values and scopes around each line, and looks through it now and then and at the end.</summary>
/// <remarks>Kept whole, the log of ten thousand requests would be held for nothing: what was looked through is let go.</remarks>
sealed class LogSink(Watch watch) : ILoggerProvider, ISupportExternalScope
{
    const int LookAfter = 1 << 20, Overlap = 512;

    readonly StringBuilder _text = new();
    readonly Lock _gate = new();
    IExternalScopeProvider? _scopes;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Look()
    {
        lock (_gate)
        {
            var text = _text.ToString();
            watch.Look(Place.Logs, text, "the log");
            _text.Clear().Append(text.AsSpan(Math.Max(0, text.Length - Overlap)));
        }
    }

    void Write(string category, LogLevel level, string message, object? state, Exception? fault)
    {
        var line = new StringBuilder(category).Append(' ').Append(level).Append(": ").Append(message);
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
            foreach (var (name, value) in values) line.Append(' ').Append(name).Append('=').Append(value);
        _scopes?.ForEachScope((scope, to) => to.Append(" in ").Append(scope), line);
        line.Append(' ').Append(fault);
        lock (_gate) _text.Append(line).Append('\n');
        if (_text.Length > LookAfter) Look();
    }

    public void Dispose() { }

    sealed class Logger(LogSink sink, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            sink.Write(category, logLevel, formatter(state, exception), state, exception);
    }
}
