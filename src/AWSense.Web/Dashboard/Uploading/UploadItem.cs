using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Batches;

namespace AWSense.Web.Dashboard.Uploading;

/// <summary>Where an upload stands.</summary>
public enum UploadStep
{
    /// <summary>Others go first.</summary>
    Waiting,

    /// <summary>It is on its way.</summary>
    Sending,

    /// <summary>It has arrived, and its answer hasn't.</summary>
    Classifying,

    /// <summary>The service is busy; it is sent again in a moment.</summary>
    Busy,

    /// <summary>It has its labels; or, for a batch, was taken in.</summary>
    Done,

    /// <summary>It has none, and <see cref="UploadItem.Problem"/> says why.</summary>
    Failed,
}

/// <summary>A file on its way, and what came of it.</summary>
public sealed class UploadItem(TakenFile file)
{
    public TakenFile File { get; } = file;

    public UploadStep Step { get; private set; }

    /// <summary>How much of it is sent, from 0 to 1.</summary>
    public double Fraction { get; private set; }

    /// <summary>The request's id, once it is known.</summary>
    public RequestId? Id { get; private set; }

    public ModelVersion? Model { get; private set; }

    public IReadOnlyList<LabelScore> Labels { get; private set; } = [];

    public ImageInfo? Image { get; private set; }

    public StageTimings? Timings { get; private set; }

    public Trouble? Problem { get; private set; }

    /// <summary>The batch as it is now, when it is one that was taken in.</summary>
    public BatchBody? Batch { get; set; }

    /// <summary>Whether it is a batch that was taken in and isn't done.</summary>
    public bool IsRunningBatch => Step == UploadStep.Done && Batch is { Status: BatchStatus.Receiving or BatchStatus.Running };

    public bool HasEnded => Step is UploadStep.Done or UploadStep.Failed;

    /// <summary>Begins anew.</summary>
    public void Restart()
    {
        Step = UploadStep.Waiting;
        Problem = null;
        Id = null;
    }

    /// <summary>Ends it, whatever it was.</summary>
    public void Fail(Trouble problem) => (Step, Problem) = (UploadStep.Failed, problem);

    /// <summary>Takes in what the script tells.</summary>
    public void Apply(UploadReport report)
    {
        switch (report.Step)
        {
            case "sending":
                (Step, Fraction) = (UploadStep.Sending, Math.Clamp(report.Fraction ?? 0, 0, 1));
                break;
            case "waiting":
                Step = UploadStep.Classifying;
                break;
            case "busy":
                Step = UploadStep.Busy;
                break;
            case "queued":
                Step = UploadStep.Classifying;
                Id = Read(report.Body, WebJson.Default.JobBody)?.Id;
                break;
            default:
                Finish(report.Status ?? 0, report.Body);
                break;
        }
    }

    private void Finish(int status, string? body)
    {
        if (status == 202 && File.IsBatch && Read(body, WebJson.Default.BatchBody) is { } batch)
        {
            (Step, Batch) = (UploadStep.Done, batch);
        }
        else if (status == 200 && Read(body, WebJson.Default.ClassificationAnswer) is { Labels: not null } answer)
        {
            (Step, Id, Model, Labels, Image, Timings) = (UploadStep.Done, answer.Id, answer.Model, answer.Labels, answer.Image, answer.Timings);
        }
        else if (status == 200 && Read(body, WebJson.Default.JobBody) is { Error: { } error } job)
        {
            (Step, Id, Problem) = (UploadStep.Failed, job.Id, Trouble.Of(error));
        }
        else
        {
            var problem = Read(body, WebJson.Default.ProblemBody);
            (Step, Id) = (UploadStep.Failed, problem?.JobId);
            Problem = problem is null ? Trouble.OfStatus(status) : Trouble.Of(problem);
        }
    }

    private static T? Read<T>(string? json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null; // whoever answered, it was not this service
        }
    }
}
