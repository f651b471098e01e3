using static AWSense.Scaling.Policies.Telling.Phrases;

namespace AWSense.Scaling.Policies.Telling;

/// <summary>Tells the demand rule, with the figures that it begins with.</summary>
internal static class DemandWords
{
    public static void Tell(ScalingPolicy policy, DemandRule rule, Paragraphs text)
    {
        var (slo, boot) = (policy.Slo.LatencyP95, policy.Capacity.BootTime.Prior);
        text.Say($"The demand is the arrival rate, averaged over about {Time(rule.RateWindow)}, times what a request takes: the slots that are kept busy.");
        Corrections(rule, text);
        text.Say(policy.Slo.Objective == ScalingObjective.Economy
            ? "The fleet is the demand rounded down, while what it lacks can wait within the promise until a worker has earned its start, and else rounded up."
            : "The fleet is the demand rounded down, and one more.");
        text.Say("It grows when");
        text.Item($"the demand needs more, or when");
        text.Item(
            $"more than {Time(rule.WaitBudget * slo)} of work for each slot ({Number(rule.WaitBudget)} of the promise) will be waiting once a worker ordered now serves, " +
            $"{Time(boot)} from now; workers that already start count as far as they will have helped. Then by as many as work off the excess in {Time(rule.DrainShare > 0 ? rule.DrainShare * slo : rule.DrainWithin)}.");
        text.Say("It shrinks when");
        text.Item($"no more than {Time(rule.ReleaseBelow * slo)} of work for each slot waits ({Number(rule.ReleaseBelow)} of the promise), and");
        text.Item($"the demand needs fewer even if it were {Number(rule.NoiseSigma)} standard deviations higher, and");
        text.Item($"no decision of the last {Time(rule.Hold)} wanted more; it shrinks to the most of these.");
    }

    private static void Corrections(DemandRule rule, Paragraphs text)
    {
        if (rule.Headroom > 0)
        {
            text.Say($"{Percent(rule.Headroom)} are added to it.");
        }

        if (rule.Trend > 0)
        {
            text.Say($"While the rate rises, its trend until a worker ordered now serves is added with a weight of {Number(rule.Trend)}.");
        }

        if (rule.LearningTime > TimeSpan.Zero)
        {
            text.Say($"It learns from the last {Time(rule.LearningTime)}: how far the rate varies by chance, how much of a change lasts for a boot time, and how long an unneeded worker is best kept, which then replaces the hold.");
        }

        if (rule.JumpSigma > 0)
        {
            text.Say($"A rate {Number(rule.JumpSigma)} standard deviations above the average is believed at once where a boot takes longer than the promise.");
        }

        if (rule.ConfirmGrowth)
        {
            text.Say($"Without a backlog it grows only where the average over {Time(5 * rule.RateWindow)} asks for it as well, so that one burst starts nobody.");
        }

        if (rule.LateShare > 0)
        {
            text.Say($"Where the fleet is steady, it is raised until at most {Percent(rule.LateShare)} of the requests would wait beyond the promise by Erlang's formula.");
        }

        if (rule.Confidence > 0)
        {
            text.Say($"{Number(rule.Confidence)} standard deviations are added to it, since the rate is an estimate.");
        }
    }
}
