using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Outcomes.Api.Access;
using Outcomes.Api.Batches;

namespace Outcomes.Api;

/// <summary>The OpenAPI document at <c>/api/v1/openapi.json</c>, made from the endpoints themselves.</summary>
static class ApiDescription
{
    const string KeyScheme = "key";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(json =>
        {
            // The schemas are read from these options: the same names and forms as ApiJson writes.
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            foreach (var converter in ApiJson.Default.Options.Converters) json.SerializerOptions.Converters.Add(converter);
        })
        .AddOpenApi("v1", options => options.AddDocumentTransformer(Describe).AddOperationTransformer(Complete));

    static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Outcomes",
            Version = "1",
            Description = "Studies and their data in, results out. Pseudonyms only: there is no field for a name, a birth date or an address. "
                + "Every refusal is a problem (RFC 9457) that names each fault with its row, field and reason; a refused batch changes nothing.",
        };
        document.Components ??= new OpenApiComponents();
        document.AddComponent<IOpenApiSecurityScheme>(KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "ok_...", Description = "A key, made with 'outcomes key'.",
        });
        return Task.CompletedTask;
    }

    static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<ScopeNeeded>().FirstOrDefault() is { } needed)
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [needed.Scope] }];
        if (metadata.OfType<BatchExample>().FirstOrDefault() is not { } example || operation.RequestBody?.Content is not { } content) return Task.CompletedTask;
        if (content.TryGetValue(BatchFormats.Json, out var json)) ((OpenApiMediaType)json).Example = new JsonArray(JsonNode.Parse(example.Json));
        foreach (var (format, text) in new[] { (BatchFormats.NdJson, example.Json), (BatchFormats.Csv, example.Csv) })
            if (content.ContainsKey(format)) content[format] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = text };
        return Task.CompletedTask;
    }
}
