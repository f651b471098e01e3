using AWSense.Vision.Resizing;

namespace AWSense.Vision.Tests.Resizing;

public sealed class CentreCropTests
{
    [Theory]
    [InlineData(500, 375, 0.875, 86, 23, 328)]
    [InlineData(12, 40, 0.875, 0, 14, 11)]  // 10.5: a half is rounded up, not to the even number
    [InlineData(20, 20, 0.875, 1, 1, 18)]   // 17.5
    [InlineData(1, 1, 0.1, 0, 0, 1)]        // never nothing
    [InlineData(9, 4, 0.5, 3, 1, 2)]        // an odd rest goes to the right
    public void The_square_is_that_of_the_contract(int width, int height, double fraction, int left, int top, int side) =>
        Assert.Equal(new CentreCrop(left, top, side), CentreCrop.Of(width, height, fraction));
}
