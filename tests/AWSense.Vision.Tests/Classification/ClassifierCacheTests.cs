using AWSense.Core.Models;
using AWSense.Vision.Classification;
using AWSense.Vision.Models;
using AWSense.Vision.Tests.Models;

namespace AWSense.Vision.Tests.Classification;

public sealed class ClassifierCacheTests : IDisposable
{
    private readonly ModelsFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_model_is_loaded_once_and_the_one_unused_for_longest_goes_first()
    {
        using var cache = Open("a", "b", "c", "d");
        Use(cache, "a", "b", "c", "a", "d"); // d takes the place of b

        DeleteModelFiles();

        Use(cache, "a", "c", "d");
        Assert.Throws<ModelException>(() => Use(cache, "b"));
    }

    [Fact]
    public void A_model_in_use_is_never_unloaded_and_others_wait_for_a_place()
    {
        using var cache = Open("a", "b", "c", "d");
        var leases = new[] { "a", "b", "c" }.Select(cache.RentDefault).ToList();
        using var waiting = new ManualResetEventSlim();
        var fourth = new Thread(() =>
        {
            Use(cache, "d");
            waiting.Set();
        });
        fourth.Start();

        Assert.False(waiting.Wait(100, TestContext.Current.CancellationToken));
        Assert.All(leases, lease => Assert.Equal(3, lease.Classify(new byte[48], topK: 3, minConfidence: 0).Count));
        leases[1].Dispose();
        leases[1].Dispose(); // counts once

        Assert.True(waiting.Wait(10_000, TestContext.Current.CancellationToken));
        fourth.Join();
        Assert.Equal(3, leases[0].Classify(new byte[48], topK: 3, minConfidence: 0).Count);
        Assert.Throws<ObjectDisposedException>(() => leases[1].Classify(new byte[48], topK: 3, minConfidence: 0));
        leases.ForEach(lease => lease.Dispose());
    }

    [Fact]
    public void A_model_that_cannot_be_loaded_fails_its_own_requests_and_is_tried_again_later()
    {
        using var cache = Open("a", "b");
        var file = Path.Combine(folder.Root, "b", "model.onnx");
        var content = File.ReadAllBytes(file);
        File.WriteAllBytes(file, [1]);
        Assert.Throws<ModelException>(() => Use(cache, "b"));
        File.WriteAllBytes(file, content);

        Use(cache, "a");
        time.Advance(ClassifierCache.FaultKept - TimeSpan.FromMilliseconds(1));
        Assert.Throws<ModelException>(() => Use(cache, "b"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Use(cache, "b");
    }

    [Fact]
    public void Another_version_is_refused()
    {
        using var cache = Open("a");

        Assert.Throws<ModelException>(() => cache.Rent(new ModelVersion("a", "8")));
    }

    [Fact]
    public void Threads_that_want_one_model_at_once_share_it()
    {
        using var cache = new ClassifierCache(OpenModels("a", "b", "c", "d", "e"));

        Parallel.For(0, 60, at => Use(cache, ((char)('a' + (at % 5))).ToString()));
    }

    private ClassifierCache Open(params string[] names) => new(OpenModels(names), time);

    private InstalledModels OpenModels(params string[] names)
    {
        Array.ForEach(names, name => folder.Add(name));
        return folder.Open();
    }

    private static void Use(ClassifierCache cache, params string[] names) =>
        Array.ForEach(names, name =>
        {
            using var lease = cache.RentDefault(name);
            Assert.Equal(3, lease.Classify(new byte[48], topK: 3, minConfidence: 0).Count);
        });

    private void DeleteModelFiles()
    {
        foreach (var file in Directory.GetFiles(folder.Root, "model.onnx", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }
    }

    /// <summary>A clock that moves when it is told to.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref ticks);

        internal void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
    }
}
