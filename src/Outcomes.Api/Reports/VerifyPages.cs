using Microsoft.AspNetCore.Http.Features;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Domain.Access;
using Outcomes.Jobs.Reports;
using Outcomes.Reports;

namespace Outcomes.Api.Reports;

/// <summary>A report is sent from a form and checked in memory: nothing of it is written anywhere.</summary>
static class VerifyPages
{
    /// <summary>What a form adds around its file.</summary>
    const int Around = 64 * 1024;

    /// <remarks>Nothing is changed or kept, so a forged form gains nothing, and its token would have to be read with the file.</remarks>
    public static void MapVerify(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/verify", (Delegate)((HttpContext http) => Page(http))).ForVisitors(Scopes.ReadReleased);
        pages.MapPost("/verify", Check).DisableAntiforgery().ForVisitors(Scopes.ReadReleased);
    }

    static async Task<IResult> Check(HttpContext http, VerifyReport verify)
    {
        byte[]? file;
        try { file = await Read(http); }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException { StatusCode: 413 }) { return await Page(http, "verify.large", StatusCodes.Status413PayloadTooLarge); }
        catch (IOException) { file = null; }   // a form that stops in the middle
        if (file is null or []) return await Page(http, "verify.none", StatusCodes.Status400BadRequest);
        return await PageEndpoints.Page<VerifyPage>(http, new() { [nameof(VerifyPage.Checks)] = await verify.Run(Who(http, file), file, http.RequestAborted) });
    }

    /// <summary>The visitor in the study that the file names; a study that is not theirs is not said to be there.</summary>
    static Actor Who(HttpContext http, byte[] file) =>
        (ReportStampReader.Read(file) is { } read ? http.Visitor().In(read.Stamp.Study)?.For(Scopes.ReadReleased) : null) ?? new Actor("nobody", new HashSet<string>(), "");

    /// <remarks>The threshold keeps the framework from writing what is larger than 64 KB into a temporary file.</remarks>
    static async Task<byte[]?> Read(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = VerifyReport.MostBytes + Around;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { MultipartBodyLengthLimit = VerifyReport.MostBytes, MemoryBufferThreshold = VerifyReport.MostBytes + Around }));
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form.Files.GetFile("file") is not { } sent) return null;
        using var bytes = new MemoryStream();
        await sent.CopyToAsync(bytes, http.RequestAborted);
        return bytes.ToArray();
    }

    static Task<IResult> Page(HttpContext http, string? fault = null, int status = StatusCodes.Status200OK) =>
        PageEndpoints.Page<VerifyPage>(http, new() { [nameof(VerifyPage.Fault)] = fault }, status);
}
