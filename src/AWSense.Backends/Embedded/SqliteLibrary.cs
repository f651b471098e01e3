using Microsoft.Data.Sqlite;

namespace AWSense.Backends.Embedded;

/// <summary>The library that the queue's file is read and written with.</summary>
public static class SqliteLibrary
{
    /// <summary>Its version, such as <c>3.53.3</c>; loads it.</summary>
    /// <exception cref="DllNotFoundException">It isn't beside the program.</exception>
    public static string Version()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }
}
