using AWSense.Core.Results;

namespace AWSense.Web.Replies;

/// <summary>Somebody of this process who waits for a request's reply. Dispose of it to wait no longer.</summary>
internal sealed class Waiter(Task<ClassificationReply> reply, Action leave) : IDisposable
{
    private Action? leave = leave;

    /// <summary>Ends with the reply.</summary>
    public Task<ClassificationReply> Reply { get; } = reply;

    public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
}
