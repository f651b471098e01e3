using System.Diagnostics;

namespace AWSense.Tests.Tidy;

/// <summary>The faults that <c>scripts/mutants</c> plants still fit the code they were written for.</summary>
public sealed class MutantTests
{
    public static TheoryData<string> Mutants => [.. Repository.Files("tests/mutants", "*.patch")];

    [Theory]
    [MemberData(nameof(Mutants))]
    public async Task A_mutant_can_be_planted(string patch)
    {
        var text = Repository.Read(patch);
        Assert.Matches(@"(?m)\Afault: \d+: .+\ncheck: (chaos --|test AWSense\.)", text);
        var start = new ProcessStartInfo("git", ["apply", "--check", patch]) { WorkingDirectory = Repository.Root, RedirectStandardError = true };
        using var git = Process.Start(start)!;
        var error = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(git.ExitCode == 0, $"{patch} doesn't fit any more. Write it anew for the code as it is now.\n{error}");
    }
}
