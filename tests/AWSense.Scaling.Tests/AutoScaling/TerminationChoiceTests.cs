using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.AutoScaling;

public class TerminationChoiceTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public void The_oldest_idle_goes_first_then_the_youngest_that_boots_then_the_oldest_busy_one()
    {
        List<TerminationCandidate> left =
        [
            At(1, 0, WorkerLoad.Busy), At(2, 10, WorkerLoad.Idle), At(3, 20, WorkerLoad.Busy), At(4, 30, WorkerLoad.Idle),
            At(5, 40, WorkerLoad.Booting), At(6, 50, WorkerLoad.Booting), At(7, 50, WorkerLoad.Booting),
        ];

        Assert.Equal([2, 4, 7, 6, 5, 1, 3], Drain(left, one => TerminationChoice.Choose(one, VictimOrder.IdleFirst)));
    }

    [Fact]
    public void The_oldest_go_first_busy_or_not()
    {
        List<TerminationCandidate> left =
            [At(4, 30, WorkerLoad.Idle), At(2, 0, WorkerLoad.Booting), At(1, 0, WorkerLoad.Busy), At(3, 20, WorkerLoad.Idle)];

        Assert.Equal([1, 2, 3, 4], Drain(left, one => TerminationChoice.Choose(one, VictimOrder.OldestFirst)));
    }

    [Fact]
    public void A_protected_one_stays()
    {
        TerminationCandidate[] all = [At(1, 0, WorkerLoad.Idle) with { IsProtected = true }, At(2, 10, WorkerLoad.Busy)];

        Assert.Equal(1, TerminationChoice.Choose(all, VictimOrder.IdleFirst));
        Assert.Equal(1, TerminationChoice.Choose(all, VictimOrder.OldestFirst));
        Assert.Equal(1, TerminationChoice.ChooseDefault(all, Start, 0));
        Assert.Equal(-1, TerminationChoice.Choose(all[..1], VictimOrder.IdleFirst));
        Assert.Equal(-1, TerminationChoice.ChooseDefault(all[..1], Start, 0));
        Assert.Equal(-1, TerminationChoice.ChooseDefault([], Start, 0));
    }

    [Fact]
    public void A_busy_one_never_goes_while_an_idle_one_may() =>
        Candidates.Sample(all =>
        {
            var chosen = TerminationChoice.Choose(all, VictimOrder.IdleFirst);
            var free = all.Where(one => !one.IsProtected).ToList();
            return free.Count == 0 ? chosen < 0 : all[chosen].Load == free.Min(one => one.Load) && !all[chosen].IsProtected;
        });

    [Fact]
    public void The_default_policy_balances_the_zones_first()
    {
        TerminationCandidate[] all =
        [
            At(1, 0, WorkerLoad.Idle) with { Zone = 1 },
            At(2, 0, WorkerLoad.Busy) with { Zone = 2, TemplateVersion = 7 },
            At(3, 0, WorkerLoad.Idle) with { Zone = 2, TemplateVersion = 7, IsProtected = true },
        ];

        Assert.Equal(1, TerminationChoice.ChooseDefault(all, Start.AddHours(2), 0));
    }

    [Fact]
    public void Then_the_oldest_template_goes_then_who_is_closest_to_a_billing_hour()
    {
        TerminationCandidate[] all =
        [
            At(1, 0, WorkerLoad.Idle) with { TemplateVersion = 2 },
            At(2, 600, WorkerLoad.Busy) with { TemplateVersion = 1 }, // 56 minutes, of a 3-hour job
            At(3, 1200, WorkerLoad.Idle) with { TemplateVersion = 1 },
        ];

        Assert.Equal(1, TerminationChoice.ChooseDefault(all, Start.AddSeconds((3 * 3600) + 600 - 240), 0));
        Assert.Equal(2, TerminationChoice.ChooseDefault(all, Start.AddSeconds((3 * 3600) + 600), 0)); // its hour has just begun anew
    }

    [Fact]
    public void Chance_decides_between_equals_and_comes_from_the_seed_alone()
    {
        var all = Enumerable.Range(0, 10).Select(number => At(number, 0, WorkerLoad.Idle)).ToArray();
        var chosen = Enumerable.Range(0, 1000).Select(seed => all[TerminationChoice.ChooseDefault(all, Start, seed)].Number).ToList();
        var reversed = all.Reverse().ToArray();

        var again = Enumerable.Range(0, 1000).Select(seed => reversed[TerminationChoice.ChooseDefault(reversed, Start, seed)].Number);
        Assert.Equal(chosen, again);
        Assert.All(all, one => Assert.InRange(chosen.Count(number => number == one.Number), 60, 140));
    }

    private static Gen<TerminationCandidate[]> Candidates { get; } =
        Gen.Select(Gen.Int[0, 5], Gen.Enum<WorkerLoad>(), Gen.Bool)
            .Select((minute, load, isProtected) => At(minute, 60 * minute, load) with { IsProtected = isProtected }).Array[0, 8];

    private static TerminationCandidate At(int number, int second, WorkerLoad load) => new(number, Start.AddSeconds(second), load);

    private static List<int> Drain(List<TerminationCandidate> left, Func<IReadOnlyList<TerminationCandidate>, int> choose)
    {
        var gone = new List<int>();
        while (choose(left) is var index and >= 0)
        {
            gone.Add(left[index].Number);
            left.RemoveAt(index);
        }

        return gone;
    }
}
