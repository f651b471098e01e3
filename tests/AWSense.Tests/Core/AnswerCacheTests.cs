using AWSense.Core;
using AWSense.Core.Answers;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace AWSense.Tests.Core;

public sealed class AnswerCacheTests
{
    private static readonly string Sha256 = TestPictures.Sha256([1]);
    private static readonly ModelVersion Model = new("small", "1");

    private readonly FakeObjectStore archive = new();

    private AnswerCache Cache => new(archive, Options.Create(new CacheOptions()));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_found_by_its_picture_model_version_and_fingerprint_alone()
    {
        await Cache.KeepAsync(Answer(5), "a", Token);

        Assert.Equal(5, (await Cache.FindAsync(Sha256, Model, "a", 5, Token))!.Labels.Count);
        Assert.Null(await Cache.FindAsync(TestPictures.Sha256([2]), Model, "a", 5, Token));
        Assert.Null(await Cache.FindAsync(Sha256, Model with { Version = "2" }, "a", 5, Token));
        Assert.Null(await Cache.FindAsync(Sha256, Model with { Name = "large" }, "a", 5, Token));
        Assert.Null(await Cache.FindAsync(Sha256, Model, "b", 5, Token));
        Assert.Null(await Cache.FindAsync(Sha256, Model, "a", 6, Token));
    }

    [Fact]
    public async Task A_deeper_answer_takes_a_shallow_ones_place_and_never_the_other_way_round()
    {
        foreach (var depth in (int[])[1, 5, 1])
        {
            await Cache.KeepAsync(Answer(depth), "a", Token);
        }

        Assert.Equal(5, (await Cache.FindAsync(Sha256, Model, "a", 1, Token))!.Depth);
    }

    [Fact]
    public async Task A_damaged_answer_and_one_of_another_picture_are_none_and_are_replaced()
    {
        await Cache.KeepAsync(Answer(5), "a", Token);
        var key = archive.Objects.Keys.Single();
        var whole = archive.Objects[key];
        var other = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(whole).Replace(Sha256, TestPictures.Sha256([2]), StringComparison.Ordinal));
        foreach (var content in (byte[][])[whole[..^9], [], other])
        {
            await archive.PutAsync(key, content, Durability.Process, Token);
            Assert.Null(await Cache.FindAsync(Sha256, Model, "a", 1, Token));
            await Cache.KeepAsync(Answer(5), "a", Token);
            Assert.NotNull(await Cache.FindAsync(Sha256, Model, "a", 5, Token));
        }
    }

    [Theory]
    [InlineData(5, 0, 5, true)]
    [InlineData(3, 0, 5, true)] // the model has three classes
    [InlineData(5, 0.5, 5, true)] // none was left out
    [InlineData(3, 0.5, 5, false)] // some may have been
    public void A_result_tells_for_others_when_no_label_was_left_out(int labels, double minConfidence, int topK, bool tells)
    {
        var answer = Answer(labels);
        var result = new ClassificationResult(answer.Id, RequestState.Succeeded, Model, answer.Labels, answer.Image, null, false, default, default, new());

        Assert.Equal(tells, KnownAnswer.Of(result, topK, minConfidence) is not null);
        Assert.Null(KnownAnswer.Of(result with { State = RequestState.Failed }, topK, 0));
    }

    private static KnownAnswer Answer(int depth) => new(
        RequestId.New(TimeProvider.System),
        Model,
        new ImageInfo("jpeg", 2, 1, Sha256),
        depth,
        [.. Enumerable.Range(0, depth).Select(index => new LabelScore(index, $"class {index}", null, 0.5 / (index + 1)))]);
}
