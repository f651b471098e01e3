using AWSense.Core.Archive;

namespace AWSense.Backends.Tests.Contracts;

/// <summary>What every <see cref="INamedObjects"/> must keep.</summary>
public abstract class NamedObjectsContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract INamedObjects Named { get; }

    [Theory]
    [InlineData("test_0.JPEG")]
    [InlineData("test_0")]
    [InlineData("Größe 1 + 2% #?.png")]
    public async Task A_named_object_is_read_as_it_was_last_written_and_each_kind_has_its_own(string name)
    {
        Assert.Null(await Named.GetAsync(NamedKind.Input, name, Token));
        await Named.PutAsync(NamedKind.Input, name, new byte[] { 1, 2, 3 }, Token);
        await Named.PutAsync(NamedKind.Result, name, new byte[] { 9 }, Token);
        await Named.PutAsync(NamedKind.Input, name, new byte[] { 4 }, Token);

        Assert.Equal([4], (await Named.GetAsync(NamedKind.Input, name, Token))!);
        Assert.Equal([9], (await Named.GetAsync(NamedKind.Result, name, Token))!);
        await Named.DeleteAsync(NamedKind.Input, name, Token);
        await Named.DeleteAsync(NamedKind.Input, name, Token);
        Assert.Null(await Named.GetAsync(NamedKind.Input, name, Token));
        Assert.NotNull(await Named.GetAsync(NamedKind.Result, name, Token));
    }
}
