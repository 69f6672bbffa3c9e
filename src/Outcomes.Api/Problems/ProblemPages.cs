using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Outcomes.Api.Problems;

/// <summary>Whatever goes wrong below /api is answered with a problem in JSON, never with a stack trace or an empty body.</summary>
static class ProblemPages
{
    public static void UseProblems(this WebApplication app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments("/api"),
        api => api
            .UseStatusCodePages(pages => Problem.OfStatus(pages.HttpContext.Response.StatusCode).ExecuteAsync(pages.HttpContext))
            .UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Answer, SuppressDiagnosticsCallback = c => c.Exception is BadHttpRequestException }));

    static Task Answer(HttpContext http) =>
        Problem.OfStatus(Status(http.Features.Get<IExceptionHandlerFeature>()!.Error)).ExecuteAsync(http);

    static int Status(Exception fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY } => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
