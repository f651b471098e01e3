using AWSense.Vision.Classification;
using CsCheck;

namespace AWSense.Vision.Tests.Classification;

public sealed class TopClassesTests
{
    [Fact]
    public void The_best_are_those_of_a_stable_sort() =>
        Gen.Select(Gen.Int[-4, 4].Array[0, 40], Gen.Int[0, 12]).Sample((values, wanted) =>
        {
            var scores = values.Select(value => (float)value).ToArray();
            var best = new int[Math.Min(wanted, scores.Length)];

            TopClasses.Find(scores, best);

            var sorted = Enumerable.Range(0, scores.Length).OrderByDescending(index => scores[index]).Take(best.Length);
            return sorted.SequenceEqual(best);
        });
}
