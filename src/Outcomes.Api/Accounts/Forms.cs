using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Outcomes.Api.Pages;
using Outcomes.Api.Problems;

namespace Outcomes.Api.Accounts;

/// <summary>Pages with forms: each form carries a token that only our own page could have given.</summary>
static class Forms
{
    const long LargestForm = 64 * 1024;

    // What follows MapPost, and not a MapPost of our own around it: only a call that is seen with its handler is compiled ahead (the csproj says why that matters).

    /// <summary>Takes a form from a page of ours, from whoever is signed in and has the scope.</summary>
    /// <remarks>Who asks is looked at first: to someone without the right, a form without our token must look like any other.</remarks>
    /// <param name="largest">Bytes; more only for a form that takes a file.</param>
    public static RouteHandlerBuilder TakesForms(this RouteHandlerBuilder post, string? scope = null, long largest = LargestForm) => OfOurPages(post.ForVisitors(scope), largest);

    /// <summary>The same for people who are not signed in yet: not too often.</summary>
    public static RouteHandlerBuilder TakesOpenForms(this RouteHandlerBuilder post, string limit = Limits.SignIn) => OfOurPages(post).RequireRateLimiting(limit);

    /// <summary>Takes what a script of a page of ours sends: the page's token comes in the header <c>RequestVerificationToken</c>, refusals are problems in JSON.</summary>
    public static RouteHandlerBuilder TakesScripts(this RouteHandlerBuilder post, string? scope = null) => OfOurScripts(post.ForVisitors(scope));

    /// <summary>The same for people who are not signed in yet.</summary>
    public static RouteHandlerBuilder TakesOpenScripts(this RouteHandlerBuilder post, string limit) => OfOurScripts(post).RequireRateLimiting(limit);

    static RouteHandlerBuilder OfOurScripts(RouteHandlerBuilder script) => script.DisableAntiforgery().AddEndpointFilter(async (context, next) =>
            await IsOurs(context.HttpContext) ? await next(context) : Problem.Of(StatusCodes.Status400BadRequest, "This page is too old.", "Nothing was stored. Load the page anew and try again."));

    /// <summary>Takes a form from whoever holds a link. Its address is the secret: no other page knows it, and so none can send it.</summary>
    public static RouteHandlerBuilder TakesLinkForms(this RouteHandlerBuilder post) =>
        post.DisableAntiforgery().WithMetadata(new RequestSizeLimit(LargestForm)).RequireRateLimiting(Limits.Student)
            .AddEndpointFilter(async (context, next) => await IsForm(context.HttpContext) ? await next(context) : await CheckIns.StudentPages.Gone(context.HttpContext));

    static RouteHandlerBuilder OfOurPages(RouteHandlerBuilder form, long largest = LargestForm) => form.DisableAntiforgery().WithMetadata(new RequestSizeLimit(largest)).AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        try
        {
            return await IsForm(http) && await IsOurs(http) ? await next(context) : await PageEndpoints.Message(http, "form_expired", StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge) { return await PageEndpoints.Message(http, "too_large", fault.StatusCode); }
    });

    /// <remarks>Read here, since a token in the header would leave it to the handler to find that it cannot be read.</remarks>
    static async Task<bool> IsForm(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return false;
        try { return await http.Request.ReadFormAsync(http.RequestAborted) is not null; }
        catch (Exception fault) when (fault is InvalidDataException || fault is IOException and not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }) { return false; }
    }

    /// <remarks>A form that cannot be read at all is none of ours either.</remarks>
    static async Task<bool> IsOurs(HttpContext http)
    {
        try { return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http); }
        catch (Exception fault) when (fault is not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } && fault is AntiforgeryValidationException or IOException or InvalidDataException) { return false; }
    }

    public static Task<IResult> Page<T>(HttpContext http, Dictionary<string, object?> parameters, int status = 200) where T : IComponent
    {
        parameters["Token"] = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http).RequestToken;
        return PageEndpoints.Page<T>(http, parameters, status);
    }

    sealed record RequestSizeLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
