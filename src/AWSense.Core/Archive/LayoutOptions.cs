using System.ComponentModel.DataAnnotations;

namespace AWSense.Core.Archive;

/// <summary>How the archive is laid out for those who look into it. Section <c>Archive</c>.</summary>
public sealed class LayoutOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Archive";

    /// <summary>The value of <see cref="Layout"/> that names objects by file as well.</summary>
    public const string FileName = "file-name";

    /// <summary>
    /// <c>id</c>, or <c>file-name</c>: beside the objects of each request, pictures under their file names and labels under these without extension.
    /// The default is <c>id</c>. Web tier and workers need the same.
    /// </summary>
    [AllowedValues("id", FileName, ErrorMessage = "Archive:Layout takes id or file-name.")]
    public string Layout { get; set; } = "id";
}
