using AWSense.Core.Answers;
using AWSense.Core.Archive;
using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Queues;
using AWSense.Core.Results;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AWSense.Tests.Fakes;

/// <summary>All ports in memory.</summary>
internal sealed class FakeBackend
{
    public FakeBackend(TimeProvider time)
    {
        Queue = new(time);
        Jobs = new(Queue);
        Presence = new(time);
        Fleet = new(time);
        Settlement = new(Archive, Jobs);
        Answers = new(Archive, Options.Create(new CacheOptions()));
    }

    /// <summary>Two models, of which <c>small</c> is the default.</summary>
    public static ModelCatalog Models { get; } = new(
        [
            new(new("small", "1"), "A small model.", "Apache-2.0", 224, 224, 1000),
            new(new("large", "2"), "A large model.", "Apache-2.0", 260, 260, 1000),
        ],
        "small");

    public FakeObjectStore Archive { get; } = new();

    public FakeRequestQueue Queue { get; }

    public FakeResponseQueue Responses { get; } = new();

    public FakeJobStore Jobs { get; }

    public FakePresence Presence { get; }

    public FakeFleet Fleet { get; }

    public Settlement Settlement { get; }

    public AnswerCache Answers { get; }

    public FakeNamedObjects Named { get; } = new();

    public ScalingPolicy Policy { get; } = new() { Name = "test", Rule = new FixedRule { Capacity = 1 } };

    public DecisionLog Decisions { get; } = new();

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<IObjectStore>(Archive);
        services.AddSingleton<INamedObjects>(Named);
        services.AddSingleton<IRequestQueue>(Queue);
        services.AddSingleton<ISignalSource>(Queue);
        services.AddSingleton<IResponseQueue>(Responses);
        services.AddSingleton<IJobStore>(Jobs);
        services.AddSingleton<IPresence>(Presence);
        services.AddSingleton<IFleet>(Fleet);
        services.AddSingleton(Policy);
        services.AddSingleton(Decisions);
    }
}
