namespace Outcomes.Reports.Pdf;

public enum PdfFailureKind
{
    /// <summary>No Chrome, Chromium or Edge was found: the HTML is all there is until one is installed.</summary>
    BrowserMissing,

    /// <summary>The browser did not start, ended, or broke the connection. The next print starts a new one.</summary>
    BrowserCrashed,

    /// <summary>The browser did not answer in time; it was ended. The next print starts a new one.</summary>
    TimedOut,

    /// <summary>The browser answered with an error, or with something that is not the PDF it was asked for.</summary>
    Refused,
}

/// <summary>Why there is no PDF, in words that can be shown to whoever runs the system.</summary>
public sealed class PdfFailure(PdfFailureKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public PdfFailureKind Kind { get; } = kind;
}
