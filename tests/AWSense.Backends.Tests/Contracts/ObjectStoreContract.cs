using System.Text;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Archive;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IObjectStore"/> promises.</summary>
public abstract class ObjectStoreContract
{
    private static readonly byte[] One = Encoding.UTF8.GetBytes("one");
    private static readonly byte[] Other = Encoding.UTF8.GetBytes("another");

    /// <summary>Whether its room has no end, so that it can never be full.</summary>
    protected virtual bool IsNeverFull => false;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A store with nothing in it.</summary>
    /// <param name="full">Whether it has too little room.</param>
    protected abstract IObjectStore Open(bool full);

    [Theory]
    [InlineData(ObjectKind.Input, Durability.Process)]
    [InlineData(ObjectKind.Input, Durability.PowerLoss)]
    [InlineData(ObjectKind.Result, Durability.Process)]
    [InlineData(ObjectKind.Result, Durability.PowerLoss)]
    public async Task An_object_is_read_as_it_was_written(ObjectKind kind, Durability durability)
    {
        var store = Open(full: false);
        var (key, created) = (new ObjectKey(kind, Some.Id()), new ObjectKey(kind, Some.Id()));

        await store.PutAsync(key, One, durability, Token);
        Assert.True(await store.TryCreateAsync(created, Other, durability, Token));

        Assert.Equal(One, await ReadAsync(store, key));
        Assert.Equal(Other, await ReadAsync(store, created));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task Objects_may_be_of_any_size(int bytes)
    {
        var store = Open(full: false);
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        var key = ObjectKey.Input(Some.Id());

        await store.PutAsync(key, content, Durability.Process, Token);

        Assert.Equal(content, await ReadAsync(store, key));
    }

    [Fact]
    public async Task A_put_replaces_and_a_create_does_not()
    {
        var store = Open(full: false);
        var key = ObjectKey.Result(Some.Id());
        await store.PutAsync(key, One, Durability.Process, Token);

        await store.PutAsync(key, Other, Durability.Process, Token);
        Assert.False(await store.TryCreateAsync(key, One, Durability.Process, Token));

        Assert.Equal(Other, await ReadAsync(store, key));
    }

    [Fact]
    public async Task Of_many_who_create_an_object_exactly_one_does()
    {
        var store = Open(full: false);
        for (var round = 0; round < 20; round++)
        {
            var key = ObjectKey.Result(Some.Id());
            using var start = new Barrier(4);
            var wins = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(async () =>
            {
                start.SignalAndWait(TimeSpan.FromMilliseconds(10), Token);
                return await store.TryCreateAsync(key, Encoding.UTF8.GetBytes($"creator {number}"), Durability.Process, Token);
            })));

            Assert.Single(wins, won => won);
            Assert.Equal($"creator {Array.IndexOf(wins, true)}", Encoding.UTF8.GetString((await ReadAsync(store, key))!));
        }

        Assert.Equal(20, (await ListAsync(store, ObjectKind.Result)).Count);
    }

    [Fact]
    public async Task Nobody_ever_reads_half_an_object()
    {
        var store = Open(full: false);
        var key = ObjectKey.Input(Some.Id());
        var contents = new[] { Enumerable.Repeat((byte)1, 200_000).ToArray(), Enumerable.Repeat((byte)2, 100_000).ToArray() };
        await store.PutAsync(key, contents[0], Durability.Process, Token);
        var writing = Task.Run(async () =>
        {
            for (var turn = 0; turn < 100; turn++)
            {
                await store.PutAsync(key, contents[turn % 2], Durability.Process, Token);
            }
        }, Token);

        while (!writing.IsCompleted)
        {
            var read = await ReadAsync(store, key);
            Assert.True(contents.Any(content => content.AsSpan().SequenceEqual(read)), "a mixture was read");
        }

        await writing;
    }

    [Fact]
    public async Task What_is_not_there_is_no_error()
    {
        var store = Open(full: false);
        var key = ObjectKey.Input(Some.Id());

        Assert.Null(await store.GetAsync(key, Token));
        await store.DeleteAsync(key, Token);
        await store.EnsureDurableAsync(key, Token);
        Assert.Empty(await ListAsync(store, ObjectKind.Input));
        Assert.Empty(await ListAsync(store, ObjectKind.Result));
    }

    [Fact]
    public async Task A_deleted_object_is_gone_and_may_be_created_again()
    {
        var store = Open(full: false);
        var (key, neighbour) = (ObjectKey.Input(Some.Id()), ObjectKey.Input(Some.Id()));
        await store.PutAsync(key, One, Durability.PowerLoss, Token);
        await store.PutAsync(neighbour, Other, Durability.PowerLoss, Token);

        await store.DeleteAsync(key, Token);

        Assert.Null(await store.GetAsync(key, Token));
        Assert.Equal(Other, await ReadAsync(store, neighbour));
        Assert.True(await store.TryCreateAsync(key, Other, Durability.PowerLoss, Token));
    }

    [Fact]
    public async Task An_object_can_be_made_durable_later()
    {
        var store = Open(full: false);
        var key = ObjectKey.Input(Some.Id());
        await store.PutAsync(key, One, Durability.Process, Token);

        await store.EnsureDurableAsync(key, Token);
        await store.EnsureDurableAsync(key, Token);

        Assert.Equal(One, await ReadAsync(store, key));
    }

    [Fact]
    public async Task Objects_are_listed_by_kind_oldest_first()
    {
        var store = Open(full: false);
        double[] hours = [5, 30, 0, 0.5, 700, 29.5];
        foreach (var hour in hours)
        {
            await store.PutAsync(ObjectKey.Input(Some.IdOf(Some.Noon.AddHours(hour))), new byte[(int)hour], Durability.Process, Token);
        }

        await store.PutAsync(ObjectKey.Result(Some.IdOf(Some.Noon)), One, Durability.Process, Token);

        var inputs = await ListAsync(store, ObjectKind.Input);
        Assert.Equal(hours.Order().Select(hour => Some.Noon.AddHours(hour)), inputs.Select(entry => entry.Key.Id.CreatedAt));
        Assert.Equal(hours.Order().Select(hour => (long)hour), inputs.Select(entry => entry.Bytes));
        Assert.Equal(One.Length, Assert.Single(await ListAsync(store, ObjectKind.Result)).Bytes);
    }

    [Fact]
    public async Task A_store_with_room_passes_its_probe()
    {
        await Open(full: false).ProbeAsync(Token);
    }

    [Fact]
    public async Task A_full_store_writes_nothing_and_says_so()
    {
        var store = Open(full: true);
        var key = ObjectKey.Input(Some.Id());
        if (IsNeverFull)
        {
            await store.ProbeAsync(Token);
            return;
        }

        await Assert.ThrowsAsync<StorageFullException>(async () => await store.ProbeAsync(Token));
        await Assert.ThrowsAsync<StorageFullException>(async () => await store.PutAsync(key, One, Durability.Process, Token));
        await Assert.ThrowsAsync<StorageFullException>(async () => await store.TryCreateAsync(key, One, Durability.Process, Token));

        Assert.Null(await store.GetAsync(key, Token));
        Assert.Empty(await ListAsync(store, ObjectKind.Input));
    }

    private static async Task<byte[]?> ReadAsync(IObjectStore store, ObjectKey key)
    {
        using var content = await store.GetAsync(key, Token);
        return content?.Memory.ToArray();
    }

    private static async Task<List<ObjectEntry>> ListAsync(IObjectStore store, ObjectKind kind)
    {
        var entries = new List<ObjectEntry>();
        await foreach (var entry in store.ListAsync(kind, Token))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
