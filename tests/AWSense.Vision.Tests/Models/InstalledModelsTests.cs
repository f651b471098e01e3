using AWSense.Core.Models;
using AWSense.Vision.Models;

namespace AWSense.Vision.Tests.Models;

public sealed class InstalledModelsTests : IDisposable
{
    private readonly ModelsFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_models_of_the_project_are_sound()
    {
        Assert.All(TestFiles.Models.All, model => Assert.Null(model.Fault));
        var catalog = TestFiles.Models.ToCatalog("efficientnet-lite0-int8");

        Assert.Equal(3, catalog.All.Count);
        Assert.Equal((224, 224, 1000), (catalog.Default.InputWidth, catalog.Default.InputHeight, catalog.Default.ClassCount));
    }

    [Fact]
    public void A_broken_model_is_kept_with_its_fault_and_harms_no_other()
    {
        folder.Add("good");
        folder.Add("broken", manifest => manifest["task"] = "none");
        folder.Write("not-a-model.txt", "");
        Directory.CreateDirectory(Path.Combine(folder.Root, "empty"));

        var models = folder.Open();

        Assert.Equal(["broken", "good"], models.All.Select(model => model.Name));
        Assert.Equal("7", models.Find("good").Id.Version);
        Assert.Contains("`task`", Assert.Throws<ModelException>(() => models.Find("broken")).Message, StringComparison.Ordinal);
        Assert.Equal("good", Assert.Single(models.ToCatalog("good").All).Id.Name);
        Assert.Throws<ModelException>(() => models.ToCatalog("broken"));
    }

    [Fact]
    public void Another_version_or_an_unknown_name_is_told_with_what_there_is()
    {
        folder.Add("good");
        var models = folder.Open();

        var other = Assert.Throws<ModelException>(() => models.Find(new ModelVersion("good", "8")));
        var unknown = Assert.Throws<ModelException>(() => models.Find("bad"));

        Assert.Contains("version 7", other.Message, StringComparison.Ordinal);
        Assert.Contains("good", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_models_of_one_name_the_first_folders_counts_and_a_missing_folder_holds_none()
    {
        using var second = new ModelsFolder();
        folder.Add("same", manifest => manifest["version"] = "first");
        second.Add("same");
        second.Add("own");

        var models = InstalledModels.Open(folder.Root, Path.Combine(folder.Root, "missing"), second.Root);

        Assert.Equal(["own", "same"], models.All.Select(model => model.Name));
        Assert.Equal("first", models.Find("same").Id.Version);
    }
}
