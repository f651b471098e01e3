namespace AWSense.Vision.Models;

/// <summary>Compares a person's answers with what a graph needs said.</summary>
internal static class ModelAnswersCheck
{
    /// <returns>Everything that is missing or wrong, a sentence each.</returns>
    internal static IReadOnlyList<string> Problems(GraphFacts facts, ModelAnswers answers)
    {
        var labels = LabelProblems(facts, answers);
        return [.. IdentityProblems(answers), .. PreprocessingProblems(facts, answers), .. NormalisationProblems(facts, answers), .. labels];
    }

    private static IEnumerable<string> IdentityProblems(ModelAnswers answers)
    {
        if (answers.Name is null || !ModelIdentifier.IsValid(answers.Name, ModelIdentifier.NameLengthMax))
        {
            yield return $"The name must be said: 1 to {ModelIdentifier.NameLengthMax} of a-z, 0-9, dot, underscore and dash.";
        }

        if (!ModelIdentifier.IsValid(answers.Version, ModelIdentifier.VersionLengthMax))
        {
            yield return $"The version must be 1 to {ModelIdentifier.VersionLengthMax} of a-z, 0-9, dot, underscore and dash.";
        }

        if (answers.Activation is null)
        {
            yield return "The activation must be said: softmax when logits come out, none when probabilities do, sigmoid for many labels.";
        }
    }

    private static IEnumerable<string> PreprocessingProblems(GraphFacts facts, ModelAnswers answers)
    {
        if (answers.Fraction is not { } fraction || !Preprocessing.IsFraction(fraction))
        {
            yield return "The fraction of the shorter side that the crop keeps must be said: above 0, at most 1; often 0.875.";
        }

        if (facts.Layout is null && answers.Layout is null)
        {
            yield return "The graph leaves the order of dimensions open, so the layout must be said: NHWC or NCHW.";
        }

        if ((facts.Size ?? answers.Size) is not (>= 1 and <= Preprocessing.SizeMax))
        {
            yield return $"The size of the input must be said, or be other: 1 to {Preprocessing.SizeMax} pixels.";
        }
    }

    private static IEnumerable<string> NormalisationProblems(GraphFacts facts, ModelAnswers answers)
    {
        if (facts.InputType is TensorType.Bytes)
        {
            if (answers.Mean is not null || answers.Std is not null)
            {
                yield return "The input is bytes, so the graph normalises them itself: mean and std must not be said.";
            }

            yield break;
        }

        if (answers.Mean is null || !Normalisation.AreMeans(answers.Mean))
        {
            yield return "The mean of red, green and blue must be said: three numbers; for ImageNet often 0.485, 0.456, 0.406.";
        }

        if (answers.Std is null || !Normalisation.AreDeviations(answers.Std))
        {
            yield return "The std of red, green and blue must be said: three numbers above 0; for ImageNet often 0.229, 0.224, 0.225.";
        }
    }

    private static IReadOnlyList<string> LabelProblems(GraphFacts facts, ModelAnswers answers)
    {
        if (answers.LabelsFile is null)
        {
            return ["The file of labels must be said: JSON as imagenet-1k.json, or a line for each class."];
        }

        try
        {
            var count = LabelFile.Read(answers.LabelsFile).Count;
            return facts.ClassCount is { } classes && classes != count ? [$"The graph has {classes} classes, and the file {count} labels."] : [];
        }
        catch (ModelException exception)
        {
            return [.. exception.Problems.Select(problem => $"The file of labels: {problem}")];
        }
    }
}
