using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Policies;

/// <summary>The policies that come with the program.</summary>
public sealed class ShippedPolicyTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "policies");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_policy_is_sound_and_named_as_its_file(string file)
    {
        var reading = Read(file);

        Assert.DoesNotContain(reading.Problems, problem => problem.Severity == PolicySeverity.Error);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), reading.Policy!.Name);
        Assert.Equal((1, file == "demo.yaml" ? 8 : 19, 1), (reading.Policy.Fleet.Min, reading.Policy.Fleet.Max, reading.Policy.Fleet.Initial));
    }

    [Fact]
    public void There_is_one_for_each_row_of_the_suite()
    {
        string[] rows = ["fixed", "step", "targetTracking60", "targetTracking10", "keda60", "keda300", "plain", "demand-steady", "demand-economy", "demand-economy-slo", "demand-economy-slo-smooth"];

        Assert.Equal(rows.Select(row => Path.Combine("suite", $"{row}.yaml")).Append("seed.yaml").Append("default.yaml").Append("local.yaml").Append("demo.yaml").Append("steady.yaml").Order(), Files.Select(row => row.Data).Order());
    }

    [Fact]
    public void The_seed_gets_its_three_warnings() => Assert.Equal(
        [("policy.step.in.metric", "this counts waiting requests only"), ("policy.step.in", "no dead band"), ("drain.mode", "kill drains nobody")],
        Read("seed.yaml").Problems.Select(problem => (problem.Path, problem.Message.Split(':')[0])));

    [Fact]
    public void The_default_is_what_the_settings_are_without_a_file_and_learns() => Assert.Equal(
        new ScalingPolicy
        {
            Slo = new() { AdaptToWorkload = true },
            Rule = new DemandRule
            {
                RateWindow = TimeSpan.FromSeconds(30),
                NoiseSigma = 1.5,
                DrainShare = 0.3333,
                LearningTime = TimeSpan.FromMinutes(30),
                JumpSigma = 6,
            },
        },
        Read("default.yaml").Policy!);

    private static PolicyReading Read(string file) => PolicyFile.Read(File.ReadAllText(Path.Combine(Folder, file)));
}
