using System.Threading.Channels;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Packs items into frames: whatever has gathered while the last frame was written shares the next one.</summary>
internal static class FramePump
{
    private const int ItemsMax = 256;

    /// <summary>Writes frames until the items end.</summary>
    /// <param name="write">Writes one frame of items; the list is used again after it.</param>
    public static async Task RunAsync<T>(ChannelReader<T> items, Func<IReadOnlyList<T>, Task> write, CancellationToken cancellationToken)
    {
        var frame = new List<T>();
        while (await items.WaitToReadAsync(cancellationToken))
        {
            while (frame.Count < ItemsMax && items.TryRead(out var item))
            {
                frame.Add(item);
            }

            await write(frame);
            frame.Clear();
        }
    }
}
