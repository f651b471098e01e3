namespace AWSense.Verifying;

/// <summary>Something that a ledger may show of a request.</summary>
/// <param name="Name">In short, as JSON has it.</param>
/// <param name="Meaning">In words, behind a number of requests.</param>
/// <param name="IsFault">Whether it breaks a promise; what doesn't is told all the same.</param>
internal sealed record LedgerKind(string Name, string Meaning, bool IsFault)
{
    public static LedgerKind Lost { get; } = new("lost", "accepted, but neither queued nor answered", IsFault: true);

    public static LedgerKind ResultMissing { get; } = new("result-missing", "ended by their record, but the archive has no result", IsFault: true);

    public static LedgerKind ResultUnreadable { get; } = new("result-unreadable", "whose archived result can't be read", IsFault: true);

    public static LedgerKind ResultForeign { get; } = new("result-foreign", "whose archived result is of another request or picture", IsFault: true);

    public static LedgerKind ResultWithoutRequest { get; } = new("result-without-request", "with a result, but never accepted", IsFault: true);

    public static LedgerKind StateDisagrees { get; } = new("state-disagrees", "whose record tells another end than the archived result", IsFault: true);

    public static LedgerKind PictureMissing { get; } = new("picture-missing", "whose picture is not in the archive", IsFault: true);

    public static LedgerKind PictureDamaged { get; } = new("picture-damaged", "whose archived picture has other bytes than were accepted", IsFault: true);

    public static LedgerKind NeverAcknowledged { get; } = new(
        "never-acknowledged",
        "recorded, but without a sign of life behind their deadline: the web instance died before it sent the message, so no client was told of them; they count as expired",
        IsFault: false);

    public static LedgerKind Unrecorded { get; } = new(
        "unrecorded", "with picture and result, but no record: the web instance died while it wrote it, before it answered its client", IsFault: false);

    public static LedgerKind GivenUp { get; } = new("given-up", "whose picture or result the archive no longer keeps, by its age or size", IsFault: false);

    public static LedgerKind PictureUnaccepted { get; } = new(
        "picture-unaccepted", "pictures whose request was never accepted; they are removed after a day", IsFault: false);
}

/// <summary>What was found of one request.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The request.</param>
/// <param name="Detail">What it was here.</param>
internal sealed record LedgerFinding(LedgerKind Kind, Core.Requests.RequestId Id, string Detail);
