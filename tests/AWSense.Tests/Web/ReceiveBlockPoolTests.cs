using AWSense.Web.Uploads;

namespace AWSense.Tests.Web;

public sealed class ReceiveBlockPoolTests : IDisposable
{
    private readonly ReceiveBlockPool pool = new();

    [Fact]
    public void A_block_is_larger_than_the_server_asks_for()
    {
        using var block = pool.Rent(4096);

        Assert.Equal(pool.MaxBufferSize, block.Memory.Length);
    }

    [Fact]
    public void A_block_that_is_returned_twice_is_given_to_one_only()
    {
        var block = pool.Rent();
        block.Dispose();
        block.Dispose();

        using var one = pool.Rent();
        using var other = pool.Rent();

        Assert.NotSame(one, other);
    }

    [Fact]
    public void A_block_that_is_returned_is_used_again()
    {
        var block = pool.Rent();
        block.Dispose();

        Assert.Same(block, pool.Rent());
    }

    public void Dispose() => pool.Dispose();
}
