using System.ComponentModel;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Mvc;

namespace AWSense.Web.Accepting;

/// <summary>What a client asks of a classification, as the query says it.</summary>
/// <param name="TopK">Labels to answer with, 1 to 100.</param>
/// <param name="MinConfidence">Labels below it are left out, 0 to 1.</param>
/// <param name="Model">The model's name; the default one when it is missing.</param>
internal sealed record ClassificationQuery(
    [property: FromQuery(Name = "top_k"), Description("Labels to answer with, 1 to 100.")] int? TopK,
    [property: FromQuery(Name = "min_confidence"), Description("Labels below it are left out, 0 to 1.")] double? MinConfidence,
    [property: FromQuery(Name = "model"), Description("The model to ask; see /v1/models.")] string? Model)
{
    /// <summary>Checks the query.</summary>
    /// <exception cref="ProblemException">A value is out of its bounds, or there is no such model.</exception>
    public ClassificationSpec Check(ModelCatalog models)
    {
        var topK = TopK ?? RequestLimits.TopKDefault;
        if (topK is < 1 or > RequestLimits.TopKMax)
        {
            throw new ProblemException(ProblemKinds.Malformed, $"top_k is {topK}; it takes 1 to {RequestLimits.TopKMax}.");
        }

        var minConfidence = MinConfidence ?? 0;
        if (!(minConfidence is >= 0 and <= 1))
        {
            throw new ProblemException(ProblemKinds.Malformed, "min_confidence takes 0 to 1.");
        }

        var model = models.Find(Model) ?? throw new ProblemException(
            ProblemKinds.ModelNotFound, $"There is no such model. Installed are {string.Join(", ", models.All.Select(known => known.Id.Name))}.");
        return new(model.Id, topK, minConfidence);
    }
}

/// <summary>What is asked of a classification.</summary>
/// <param name="Model">The model and version that answers.</param>
/// <param name="TopK">Labels to answer with.</param>
/// <param name="MinConfidence">Labels below it are left out.</param>
/// <param name="Fresh">Whether the picture is to be classified even when its answer is known.</param>
internal sealed record ClassificationSpec(ModelVersion Model, int TopK, double MinConfidence, bool Fresh = false);
