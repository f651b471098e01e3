using System.Security.Cryptography;

namespace AWSense.Vision.Models;

/// <summary>Adds an ONNX file to the installed models: what its graph tells, a person's answers, then the folder.</summary>
public sealed class ModelImport
{
    private const string ModelFileName = "model.onnx";

    private readonly string onnxFile;

    private ModelImport(string onnxFile, GraphFacts facts) => (this.onnxFile, Facts) = (onnxFile, facts);

    /// <summary>What the graph tells.</summary>
    public GraphFacts Facts { get; }

    /// <summary>Reads a graph.</summary>
    /// <exception cref="ModelException">It can't be loaded, or isn't a classifier of single pictures; everything that is wrong.</exception>
    public static ModelImport Inspect(string onnxFile)
    {
        var name = Path.GetFileName(onnxFile);
        if (!File.Exists(onnxFile))
        {
            throw new ModelException(name, "There is no such file.");
        }

        using var session = OnnxSession.Open(onnxFile, name);
        return new(Path.GetFullPath(onnxFile), GraphFacts.Of(OnnxGraph.Of(session), name));
    }

    /// <summary>What must still be said, or said otherwise, before the model can be added.</summary>
    /// <returns>A sentence each; empty when <see cref="Write"/> may be called.</returns>
    public IReadOnlyList<string> Problems(ModelAnswers answers) => ModelAnswersCheck.Problems(Facts, answers);

    /// <summary>Writes the model's folder with file, labels and manifest. It is there as a whole or not at all.</summary>
    /// <param name="modelsFolder">The folder of all models; made when it isn't there.</param>
    /// <returns>The manifest as it was read back.</returns>
    /// <exception cref="ModelException">Answers are missing or wrong, there is a model of that name, or a file can't be written.</exception>
    public ModelManifest Write(string modelsFolder, ModelAnswers answers)
    {
        var problems = Problems(answers);
        if (problems.Count > 0)
        {
            throw new ModelException(Path.GetFileName(onnxFile), problems);
        }

        var target = Path.Combine(modelsFolder, answers.Name!);
        if (Path.Exists(target))
        {
            throw new ModelException(answers.Name!, "There is a model of that name; choose another, or remove its folder first.");
        }

        // A name with a dot in front is none of a model, so that a half-written folder is never taken for one.
        var draft = Path.Combine(modelsFolder, $".import-{Path.GetRandomFileName()}");
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(draft, answers.Name!)).FullName;
            Fill(folder, answers);
            ModelManifest.Read(Path.Combine(folder, ModelManifest.FileName), draft);
            Directory.Move(folder, target);
            return ModelManifest.Read(Path.Combine(target, ModelManifest.FileName), modelsFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(answers.Name!, $"Its folder can't be written: {exception.Message}", exception);
        }
        finally
        {
            DeleteDraft(draft);
        }
    }

    private void Fill(string folder, ModelAnswers answers)
    {
        var copy = Path.Combine(folder, ModelFileName);
        File.Copy(onnxFile, copy);
        var labels = $"labels{Path.GetExtension(answers.LabelsFile)}";
        File.Copy(answers.LabelsFile!, Path.Combine(folder, labels));
        using var stream = File.OpenRead(copy);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        File.WriteAllBytes(Path.Combine(folder, ModelManifest.FileName), Manifest(answers, labels, sha256).ToJson());
    }

    private ManifestFile Manifest(ModelAnswers answers, string labels, string sha256)
    {
        var size = (Facts.Size ?? answers.Size)!.Value;
        var isFloats = Facts.InputType is TensorType.Floats;
        var layout = (Facts.Layout ?? answers.Layout) is TensorLayout.Nchw ? "NCHW" : "NHWC";
        return new(
            answers.Name!,
            answers.Version,
            answers.Description ?? answers.Name!,
            answers.Licence ?? "unknown",
            ModelFileName,
            sha256,
            "image-classification",
            new(Facts.InputName, isFloats ? "float32" : "uint8", layout, size, size, "RGB", answers.Mean, answers.Std),
            new("centre", answers.Fraction!.Value, "bicubic", answers.Background.ToString()),
            new(Facts.OutputName, answers.Activation!.Value.ToString().ToLowerInvariant()),
            labels);
    }

    private static void DeleteDraft(string draft)
    {
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }
    }
}
