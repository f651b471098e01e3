using AWSense.Backends.Embedded.Broker;

namespace AWSense.Backends.Tests.Embedded.Broker;

public sealed class ReceiverLineTests
{
    private readonly ReceiverLine line = new();

    [Fact]
    public void The_next_request_is_for_who_has_least_in_hand()
    {
        Add(leases: 2);
        var idle = Add(leases: 0);
        Add(leases: 1);

        Assert.Same(idle, Neediest());
    }

    [Fact]
    public void Among_equals_who_came_first_is_first()
    {
        var first = Add(leases: 1);
        Add(leases: 1);

        Assert.Same(first, Neediest());
    }

    [Fact]
    public void Who_takes_no_more_is_passed_over()
    {
        var full = Add(leases: 0);
        var other = Add(leases: 5);

        Assert.Same(other, line.Neediest(interactive: true, receiver => receiver != full));
    }

    [Fact]
    public void Who_takes_of_the_interactive_lane_only_comes_last_and_for_that_lane()
    {
        var narrow = Add(leases: 0, interactiveOnly: true);
        var wide = Add(leases: 9);

        Assert.Same(wide, Neediest());
        line.Remove(wide);
        Assert.Same(narrow, Neediest());
        Assert.Null(Neediest(interactive: false));
    }

    [Fact]
    public void Who_returns_to_the_line_stands_before_its_kind()
    {
        var narrow = Add(leases: 0, interactiveOnly: true);
        var wide = Add(leases: 1);
        var back = new Receiver(new LeaseOwner(), maxRequests: 1, interactiveOnly: true);
        line.AddFirst(back);

        Assert.Same(wide, Neediest(interactive: false));
        line.Remove(wide);
        Assert.Same(back, Neediest());
        line.Remove(back);
        Assert.Same(narrow, Neediest());
    }

    private Receiver? Neediest(bool interactive = true) => line.Neediest(interactive, _ => true);

    private Receiver Add(int leases, bool interactiveOnly = false)
    {
        var receiver = new Receiver(new LeaseOwner { Leases = leases }, maxRequests: 1, interactiveOnly);
        line.Add(receiver);
        return receiver;
    }
}
