using System.Collections.Concurrent;
using AWSense.Core.Results;
using AWSense.Load.Planning;
using AWSense.Load.Recording;
using AWSense.Load.Sending;

namespace AWSense.Proving;

/// <summary>What clients were promised and what they got. Thread-safe.</summary>
internal sealed class ChaosBook
{
    private const int ExamplesMax = 10;
    private const string ProblemPrefix = "urn:awsense:problem:";

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, Promise> promises = new(StringComparer.Ordinal);
    private readonly List<string> examples = [];
    private readonly AnswerChecks direct = new(LoadProtocol.Classify);
    private readonly AnswerChecks followed = new(LoadProtocol.Jobs);
    private long accepted;
    private long answered;
    private long givenUp;
    private long poisoned;
    private long lost;
    private long wrong;
    private long broken;
    private long refused;
    private long unsent;

    /// <summary>Pictures whose answer came, good or bad.</summary>
    public long Answered => Interlocked.Read(ref answered);

    /// <summary>Pictures that were accepted.</summary>
    public long Accepted => Interlocked.Read(ref accepted);

    /// <summary>What was promised under an id, and hasn't been seen to end.</summary>
    public IReadOnlyCollection<string> Open => [.. promises.Where(entry => entry.Value.Answer is null).Select(entry => entry.Key)];

    /// <summary>All ids under which something was promised.</summary>
    public IReadOnlyCollection<string> Promises => [.. promises.Keys];

    /// <summary>The picture of a promise, without its bytes: a long run promises more of them than there is memory.</summary>
    public LoadPicture PictureOf(string id) => promises[id].Picture;

    /// <summary>The service has promised to answer a picture.</summary>
    public void Accept(string id, LoadPicture picture)
    {
        if (promises.TryAdd(id, new(picture with { Bytes = [] })))
        {
            Interlocked.Increment(ref accepted);
        }
    }

    /// <summary>An attempt broke off: it isn't known what became of it.</summary>
    public void Broken() => Interlocked.Increment(ref broken);

    /// <summary>An attempt was refused for now, such as with 503.</summary>
    public void Refused() => Interlocked.Increment(ref refused);

    /// <summary>A picture was given up before anything was promised.</summary>
    public void Unsent() => Interlocked.Increment(ref unsent);

    /// <summary>A picture was answered at once.</summary>
    /// <param name="namesPicture">Whether this kind of answer tells id and picture.</param>
    public void AnsweredAtOnce(LoadPicture picture, string? poison, Answer answer, bool namesPicture)
    {
        Interlocked.Increment(ref accepted);
        lock (gate)
        {
            if (namesPicture)
            {
                direct.Add(picture, answer, answered);
            }

            Judge(picture, poison, answer);
        }
    }

    /// <summary>A promised job has ended; or, seen again, must have ended as before.</summary>
    public void Ended(string id, string? poison, Answer answer)
    {
        var promise = promises[id];
        lock (gate)
        {
            if (promise.Answer is { } before)
            {
                Expect(before.Label == answer.Label && before.Failure?.Type == answer.Failure?.Type, $"job {id} ended as {Words(before)}, and later as {Words(answer)}");
                return;
            }

            promise.Answer = answer;
            followed.Add(promise.Picture, answer, answered);
            Judge(promise.Picture, poison, answer);
        }
    }

    /// <summary>What was promised under an id isn't known, or hasn't ended.</summary>
    public void Lost(string id, string words)
    {
        lock (gate)
        {
            lost++;
            Example($"job {id}: {words}");
        }
    }

    /// <summary>Something came that must not.</summary>
    public void Wrong(string words)
    {
        lock (gate)
        {
            Expect(false, words);
        }
    }

    /// <summary>All of it.</summary>
    public ClientReport Summarize()
    {
        lock (gate)
        {
            var checks = direct.Summarize().Concat(followed.Summarize()).Where(check => !check.Passed).ToList();
            var doubled = checks.Where(check => check.Name is "own-id" or "answered-once").Sum(check => check.Violations);
            var mixed = checks.Sum(check => check.Violations) - doubled;
            return new(
                accepted, answered, lost, doubled, wrong + mixed, givenUp, poisoned, broken, refused, unsent,
                [.. examples, .. checks.SelectMany(check => check.Examples).Take(ExamplesMax)]);
        }
    }

    private void Judge(LoadPicture picture, string? poison, Answer answer)
    {
        answered++;
        var code = answer.Failure?.Type.Replace(ProblemPrefix, "", StringComparison.Ordinal);
        if (poison is not null)
        {
            poisoned++;

            // What hangs may have its worker killed by somebody else the last time.
            Expect(code == poison || code is ErrorCodes.WorkerCrashed or ErrorCodes.WorkerHung, $"a picture that should end as {poison} ended as {Words(answer)}");
        }
        else if (code is ErrorCodes.WorkerCrashed or ErrorCodes.WorkerHung)
        {
            givenUp++; // the workers that took it were killed, one after another: it has its honest answer
        }
        else
        {
            Expect(answer.Label is not null && (picture.ExpectedLabel is null || answer.Label == picture.ExpectedLabel),
                $"a picture of {picture.ExpectedLabel} was answered with {Words(answer)}");
        }
    }

    private static string Words(Answer answer) => answer.Label ?? answer.Failure?.Type ?? "nothing";

    private void Expect(bool holds, string words)
    {
        if (!holds)
        {
            wrong++;
            Example(words);
        }
    }

    private void Example(string words)
    {
        if (examples.Count < ExamplesMax)
        {
            examples.Add(words);
        }
    }

    private sealed class Promise(LoadPicture picture)
    {
        public LoadPicture Picture { get; } = picture;

        public Answer? Answer { get; set; }
    }
}
