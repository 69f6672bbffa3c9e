namespace Outcomes.Api.Accounts;

/// <summary>Ways into an account are changed only by someone who came in a moment ago: a browser that was left open must not be enough.</summary>
static class FreshSignIn
{
    public const string Again = "/sign-in?again=true&back=%2Faccount";

    public static RouteHandlerBuilder AfterFreshSignIn(this RouteHandlerBuilder form) => form.AddEndpointFilter(async (context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<SignInTickets>().IsFresh() ? await next(context) : Results.Redirect(Again));

    /// <summary>
    /// For pages and forms through which someone comes in: whoever was signed in in this browser counts as nobody there, so that a sign-in
    /// makes a session of its own (the framework would put the new person into the old session), and the old one ends.
    /// </summary>
    public static TBuilder BeginsSession<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new SessionBegins());
}

sealed record SessionBegins;
