using Outcomes.Domain.Batches;

namespace Outcomes.Api.Batches;

/// <summary>The answer to a batch that is stored.</summary>
/// <param name="Receipts">One when the rows came together; several when some of them had been sent before in other batches.</param>
public sealed record BatchContract(string Study, BatchKind Kind, IReadOnlyList<ReceiptContract> Receipts);

/// <param name="Rows">How many rows were new with this receipt.</param>
public sealed record ReceiptContract(Guid Id, long Rows, DateTimeOffset ReceivedUtc);
