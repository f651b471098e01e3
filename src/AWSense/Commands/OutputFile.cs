using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary>Files that a command writes when its work is done; that they can't be written is told before.</summary>
internal static class OutputFile
{
    /// <summary>The whole path of a file that is to be written.</summary>
    /// <param name="path">As it was typed.</param>
    /// <param name="what">What the file is for, as errors tell it.</param>
    /// <exception cref="CommandFailedException">Its folder is missing, or it is a folder itself.</exception>
    public static string At(string path, string what)
    {
        var file = Path.GetFullPath(path);
        if (Directory.Exists(file))
        {
            throw new CommandFailedException($"{file} is a folder; name a file in it for the {what}.");
        }

        return Directory.Exists(Path.GetDirectoryName(file)) ? file : throw new CommandFailedException($"There is no folder for the {what} {file}.");
    }
}
