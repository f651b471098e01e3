using System.Security.Cryptography;
using AWSense.Core;
using AWSense.Core.Archive;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="IObjectStore"/> must keep. The store of each test begins empty.</summary>
public abstract class ObjectStoreContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IObjectStore Store { get; }

    [Theory]
    [InlineData(0, Durability.Process)]
    [InlineData(1, Durability.PowerLoss)]
    [InlineData(100_000, Durability.Process)]
    [InlineData(3_000_000, Durability.PowerLoss)]
    public async Task An_object_is_read_as_it_was_written(int length, Durability durability)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content);
        var key = ObjectKey.Input(Samples.NewId());

        await Store.PutAsync(key, content, durability, Token);

        using var read = await Store.GetAsync(key, Token);
        Assert.Equal(content, read!.Memory.ToArray());
    }

    [Fact]
    public async Task There_is_nothing_under_a_key_that_was_never_written() =>
        Assert.Null(await Store.GetAsync(ObjectKey.Result(Samples.NewId()), Token));

    [Fact]
    public async Task Put_takes_the_place_of_what_was_there()
    {
        var key = ObjectKey.Input(Samples.NewId());
        await Store.PutAsync(key, new byte[] { 1, 2 }, Durability.Process, Token);
        await Store.PutAsync(key, new byte[] { 3 }, Durability.Process, Token);

        Assert.Equal([3], await ReadAsync(key));
    }

    [Fact]
    public async Task Create_leaves_what_is_there()
    {
        var key = ObjectKey.Result(Samples.NewId());

        Assert.True(await Store.TryCreateAsync(key, new byte[] { 1 }, Durability.Process, Token));
        Assert.False(await Store.TryCreateAsync(key, new byte[] { 2 }, Durability.PowerLoss, Token));
        Assert.Equal([1], await ReadAsync(key));
    }

    [Fact]
    public async Task Of_many_that_create_one_object_exactly_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = ObjectKey.Result(Samples.NewId());
            var wins = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
                Store.TryCreateAsync(key, Enumerable.Repeat((byte)i, 5000).ToArray(), Durability.Process, Token))));

            Assert.Single(wins, won => won);
            var winner = (byte)Array.IndexOf(wins, true);
            Assert.Equal(Enumerable.Repeat(winner, 5000), await ReadAsync(key));
        }
    }

    [Fact]
    public async Task The_input_and_the_result_of_a_request_are_two_objects()
    {
        var id = Samples.NewId();
        await Store.PutAsync(ObjectKey.Input(id), new byte[] { 1 }, Durability.Process, Token);
        await Store.PutAsync(ObjectKey.Result(id), new byte[] { 2 }, Durability.Process, Token);

        Assert.Equal([1], await ReadAsync(ObjectKey.Input(id)));
        Assert.Equal([2], await ReadAsync(ObjectKey.Result(id)));
    }

    [Fact]
    public async Task A_deleted_object_is_gone_and_deleting_it_again_is_no_error()
    {
        var key = ObjectKey.Input(Samples.NewId());
        await Store.PutAsync(key, new byte[] { 1 }, Durability.Process, Token);
        await Store.DeleteAsync(key, Token);
        await Store.DeleteAsync(key, Token);
        await Store.DeleteAsync(ObjectKey.Result(Samples.NewId()), Token);

        Assert.Null(await Store.GetAsync(key, Token));
    }

    [Fact]
    public async Task Making_durable_what_is_there_or_gone_is_no_error()
    {
        var key = ObjectKey.Input(Samples.NewId());
        await Store.PutAsync(key, new byte[] { 1 }, Durability.Process, Token);

        await Store.EnsureDurableAsync(key, Token);
        await Store.EnsureDurableAsync(ObjectKey.Input(Samples.NewId()), Token);
    }

    [Fact]
    public async Task Objects_of_a_kind_are_listed_oldest_first_with_their_sizes()
    {
        var start = TimeProvider.System.GetUtcNow();
        var keys = Enumerable.Range(0, 6).Select(i => ObjectKey.Input(IdAt(start.AddHours(i / 2).AddMilliseconds(i)))).ToList();
        foreach (var (key, i) in keys.Select((key, i) => (key, i)).Reverse())
        {
            await Store.PutAsync(key, new byte[i], Durability.Process, Token);
        }

        await Store.PutAsync(ObjectKey.Result(Samples.NewId()), new byte[1], Durability.Process, Token);

        var listed = await Store.ListAsync(ObjectKind.Input, Token).ToListAsync(Token);

        Assert.Equal(keys.Select((key, i) => new ObjectEntry(key, i)), listed);
    }

    [Fact]
    public async Task Objects_of_every_kind_are_kept_apart()
    {
        var id = Samples.NewId();
        foreach (var kind in Enum.GetValues<ObjectKind>())
        {
            Assert.True(await Store.TryCreateAsync(KeyOf(kind, id), new byte[] { (byte)kind }, Durability.Process, Token));
        }

        foreach (var kind in Enum.GetValues<ObjectKind>())
        {
            Assert.Equal([(byte)kind], (await ReadAsync(KeyOf(kind, id)))!);
            Assert.Equal([new ObjectEntry(KeyOf(kind, id), 1)], await Store.ListAsync(kind, Token).ToListAsync(Token));
        }

        foreach (var gone in Enum.GetValues<ObjectKind>())
        {
            await Store.DeleteAsync(KeyOf(gone, id), Token);
            foreach (var kind in Enum.GetValues<ObjectKind>())
            {
                Assert.Equal(kind > gone ? 1 : 0, await Store.ListAsync(kind, Token).CountAsync(Token));
            }
        }
    }

    [Fact]
    public async Task Of_many_that_create_an_object_named_by_a_hash_one_wins_and_all_are_listed_by_name()
    {
        var names = Enumerable.Range(0, 5).Select(number => Convert.ToHexStringLower(SHA256.HashData([(byte)number]))).ToList();
        foreach (var key in names.Select(name => ObjectKey.OfHash(ObjectKind.IdempotencyKey, name)))
        {
            var wins = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
                Store.TryCreateAsync(key, Enumerable.Repeat((byte)i, 500).ToArray(), Durability.PowerLoss, Token))));

            Assert.Single(wins, won => won);
            Assert.Equal(Enumerable.Repeat((byte)Array.IndexOf(wins, true), 500), await ReadAsync(key));
        }

        var listed = await Store.ListAsync(ObjectKind.IdempotencyKey, Token).ToListAsync(Token);
        Assert.Equal(names.Order(StringComparer.Ordinal), listed.Select(entry => entry.Key.Name));
    }

    [Fact]
    public async Task A_store_with_room_passes_its_probe() => await Store.ProbeAsync(Token);

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        var key = ObjectKey.Input(Samples.NewId());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.PutAsync(key, new byte[1], Durability.Process, cancelled.Token));
        Assert.Null(await Store.GetAsync(key, Token));
    }

    private static ObjectKey KeyOf(ObjectKind kind, Core.Requests.RequestId id) => ObjectKey.IsNamedByHash(kind)
        ? ObjectKey.OfHash(kind, Convert.ToHexStringLower(SHA256.HashData(id.ToBytes())))
        : new(kind, id);

    protected async Task<byte[]?> ReadAsync(ObjectKey key)
    {
        using var content = await Store.GetAsync(key, Token);
        return content?.Memory.ToArray();
    }

    protected static Core.Requests.RequestId IdAt(DateTimeOffset time) =>
        Core.Requests.RequestId.FromBytes(Guid.CreateVersion7(time).ToByteArray(bigEndian: true));
}
