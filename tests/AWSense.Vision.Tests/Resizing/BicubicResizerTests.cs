using AWSense.Vision.Resizing;
using CsCheck;

namespace AWSense.Vision.Tests.Resizing;

public sealed class BicubicResizerTests
{
    private readonly BicubicResizer resizer = new();

    [Fact]
    public void Both_kinds_of_loops_give_the_bytes_of_the_contract_for_any_sizes()
    {
        Assert.SkipUnless(Avx2Kernel.IsSupported(Avx2Kernel.OutputMin), "This processor has no AVX2.");
        Gen.Select(Gen.Int[1, 90], Gen.Int[Avx2Kernel.OutputMin, 60], Gen.Int[0, 40], Gen.Int).Sample(
            (side, size, gap, seed) =>
            {
                var expected = ContractReference.Resize(RgbGrid.Noise(side, side, seed), size).ToBytes();
                return Run<Avx2Kernel>(side, size, gap, seed).SequenceEqual(expected)
                    && Run<PortableKernel>(side, size, gap, seed).SequenceEqual(expected);
            },
            iter: 200,
            threads: 1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(1, 5)]
    [InlineData(40, 3)]
    public void Outputs_too_narrow_for_wide_registers_are_exact_too(int side, int size)
    {
        var source = RgbGrid.Noise(side, side, seed: 5);
        var output = new byte[size * size * 3];

        resizer.Resize(new PixelSquare(source.ToBytes(), side * 3, side), output, size);

        Assert.Equal(ContractReference.Resize(source, size).ToBytes(), output);
    }

    [Theory]
    [InlineData(328, 224)]   // a photo of 500 × 375
    [InlineData(231, 224)]
    [InlineData(225, 224)]
    [InlineData(223, 224)]   // upwards
    [InlineData(1023, 260)]
    [InlineData(3000, 224)]  // weights of many pixels
    public void Sizes_of_real_pictures_are_exact(int side, int size) =>
        Assert.Equal(ContractReference.Resize(RgbGrid.Noise(side, side, 9), size).ToBytes(), Run<Avx2OrPortable>(side, size, 0, 9));

    [Fact]
    public void A_square_of_the_right_size_is_copied()
    {
        var source = RgbGrid.Noise(20, 20, seed: 1);

        Assert.Equal(source.ToBytes(), Run<Avx2OrPortable>(20, 20, gap: 5, seed: 1));
    }

    [Fact]
    public void Nothing_is_allocated_once_a_size_is_known()
    {
        var source = RgbGrid.Noise(328, 328, seed: 2).ToBytes();
        var output = new byte[224 * 224 * 3];
        void Resize() => resizer.Resize(new PixelSquare(source, 328 * 3, 328), output, 224);
        Resize();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            Resize();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_cache_of_many_sizes_keeps_few_and_gives_the_right_one()
    {
        var cache = new ResizeAxisCache();

        var axes = Enumerable.Range(1, 20 * ResizeAxisCache.Capacity).Select(input => cache.Get(input, 10)).ToList();

        Assert.Equal(Enumerable.Range(1, axes.Count), axes.Select(axis => axis.Input));
        Assert.Same(axes[^1], cache.Get(axes.Count, 10));
        Assert.NotSame(axes[0], cache.Get(1, 10));
    }

    [Fact]
    public void A_square_that_its_pixels_are_too_few_for_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new PixelSquare(new byte[26], 9, 3); });

    // The gap stands for the rest of each row of a wider picture.
    private byte[] Run<TKernel>(int side, int size, int gap, int seed)
    {
        var source = RgbGrid.Noise(side, side, seed).ToBytes();
        var stride = (side * 3) + gap;
        var wide = new byte[(stride * (side - 1)) + (side * 3)];
        for (var y = 0; y < side; y++)
        {
            source.AsSpan(y * side * 3, side * 3).CopyTo(wide.AsSpan(y * stride));
        }

        var output = new byte[size * size * 3];
        var square = new PixelSquare(wide, stride, side);
        if (typeof(TKernel) == typeof(Avx2Kernel))
        {
            resizer.Resize<Avx2Kernel>(square, output, size);
        }
        else if (typeof(TKernel) == typeof(PortableKernel))
        {
            resizer.Resize<PortableKernel>(square, output, size);
        }
        else
        {
            resizer.Resize(square, output, size);
        }

        return output;
    }

    /// <summary>Stands for the choice that the product makes.</summary>
    private sealed class Avx2OrPortable;
}
