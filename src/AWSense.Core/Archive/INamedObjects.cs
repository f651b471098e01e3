namespace AWSense.Core.Archive;

/// <summary>Which of the two objects of a name.</summary>
public enum NamedKind
{
    /// <summary>The picture, under its file name.</summary>
    Input,

    /// <summary>The label as text, under the file name up to its first dot.</summary>
    Result,
}

/// <summary>Pictures and labels under names that clients gave. A view beside the archive, never the record: of two with one name the later takes the place.</summary>
public interface INamedObjects
{
    /// <summary>Writes an object, in place of one with that name.</summary>
    /// <param name="name">A single part of a path, as <see cref="FileNameLayout"/> makes them.</param>
    Task PutAsync(NamedKind kind, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads an object; null when there is none.</summary>
    Task<byte[]?> GetAsync(NamedKind kind, string name, CancellationToken cancellationToken);

    /// <summary>Removes an object. One that is gone is no error.</summary>
    Task DeleteAsync(NamedKind kind, string name, CancellationToken cancellationToken);
}
