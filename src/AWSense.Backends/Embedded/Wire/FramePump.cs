using System.Threading.Channels;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Packs items into frames: whatever has gathered while the last frame was written shares the next one.</summary>
/// <remarks>
/// Where the items' channel allows it, who puts an item there when no frame is being written writes it. That needs a wait that can't be cancelled, and
/// nothing here may bind itself to a scheduler that it meets on the way. To end it, the channel is completed.
/// </remarks>
internal static class FramePump
{
    private const int ItemsMax = 256;

    /// <summary>Writes frames until the items end.</summary>
    /// <param name="write">Writes one frame of items; the list is used again after it.</param>
    public static async Task RunAsync<T>(ChannelReader<T> items, Func<IReadOnlyList<T>, ValueTask> write)
    {
        var frame = new List<T>();
        while (await items.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (frame.Count < ItemsMax && items.TryRead(out var item))
            {
                frame.Add(item);
            }

            await write(frame).ConfigureAwait(false);
            frame.Clear();
        }
    }
}
