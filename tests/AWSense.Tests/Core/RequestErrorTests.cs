using System.Text;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Tests.Core;

/// <summary>Errors as they are archived.</summary>
public sealed class RequestErrorTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_stage_survives_the_archive_and_is_left_out_where_it_is_not_known()
    {
        var hung = ResultJson.Serialize(With(new(ErrorCodes.WorkerHung, "It hung.") { Stage = "decode" }));
        var died = ResultJson.Serialize(With(new(ErrorCodes.WorkerCrashed, "It died.")));

        Assert.Equal("decode", ResultJson.DeserializeResult(hung).Error?.Stage);
        Assert.Contains("""{"code":"worker-crashed","detail":"It died."}""", Encoding.UTF8.GetString(died), StringComparison.Ordinal); // as older versions wrote it
        Assert.Equal(new(ErrorCodes.WorkerCrashed, "It died."), ResultJson.DeserializeResult(died).Error);
    }

    private static ClassificationResult With(RequestError error) => ClassificationResult.Without(
        RequestId.New(TimeProvider.System), new ModelVersion("small", "1"), RequestState.Failed, error, Now, Now, deadLetter: true);
}
