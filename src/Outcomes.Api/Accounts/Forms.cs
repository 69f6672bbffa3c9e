using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Outcomes.Api.Pages;

namespace Outcomes.Api.Accounts;

/// <summary>Pages with forms: each form carries a token that only our own page could have given.</summary>
static class Forms
{
    const long LargestForm = 64 * 1024;

    /// <summary>Takes a form from a page of ours, and nothing larger than forms are.</summary>
    public static RouteHandlerBuilder MapForm(this IEndpointRouteBuilder pages, string pattern, Delegate handler) =>
        pages.MapPost(pattern, handler).DisableAntiforgery().WithMetadata(new RequestSizeLimit(LargestForm)).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http) ? await next(context)
                : await PageEndpoints.Message(http, "form_expired", StatusCodes.Status400BadRequest);
        });

    public static Task<IResult> Page<T>(HttpContext http, Dictionary<string, object?> parameters, int status = 200) where T : IComponent
    {
        parameters["Token"] = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http).RequestToken;
        return PageEndpoints.Page<T>(http, parameters, status);
    }

    sealed record RequestSizeLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
