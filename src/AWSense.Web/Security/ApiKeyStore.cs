using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AWSense.Web.Security;

/// <summary>The API keys of a data folder. The file is replaced as a whole, and read again when it has changed. Thread-safe.</summary>
/// <param name="path">The file; it needn't be there.</param>
public sealed class ApiKeyStore(string path, TimeProvider time)
{
    private const string Prefix = "awsense_";
    private const int KeyBytes = 32;
    private const int NameMax = 64;

    private readonly Lock gate = new();
    private (DateTime ChangedAt, long Bytes) read;
    private IReadOnlyList<ApiKey> keys = [];

    /// <summary>All keys, in order of making.</summary>
    public IReadOnlyList<ApiKey> List()
    {
        lock (gate)
        {
            // The size as well: two changes may fall into one tick of the file system's clock.
            var file = new FileInfo(path);
            var present = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (present != read)
            {
                keys = file.Exists ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ApiKeyJson.Default.IReadOnlyListApiKey) ?? [] : [];
                read = present;
            }

            return keys;
        }
    }

    /// <summary>Makes a key.</summary>
    /// <returns>The key, which can't be shown again.</returns>
    /// <exception cref="ArgumentException">The name is taken, empty or too long.</exception>
    public string Add(string name)
    {
        var known = List();
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameMax || known.Any(key => key.Name == name))
        {
            throw new ArgumentException($"A key's name has 1 to {NameMax} characters and is not taken.", nameof(name));
        }

        var key = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        Write([.. known, new(name, Hash(key), Hash(CookieOf(key)), time.GetUtcNow())]);
        return key;
    }

    /// <summary>Takes a key away; a service that runs sees it with the next request.</summary>
    /// <returns>False when there is none of that name.</returns>
    public bool Revoke(string name)
    {
        var known = List();
        Write([.. known.Where(key => key.Name != name)]);
        return known.Any(key => key.Name == name);
    }

    /// <summary>Whether a key is one of ours. The time it takes tells nothing.</summary>
    public bool Accepts(string key) => Matches(Hash(key), stored => stored.Hash);

    /// <summary>Whether a cookie was made from a key of ours.</summary>
    public bool AcceptsCookie(string cookie) => Matches(Hash(cookie), stored => stored.CookieHash);

    /// <summary>The cookie of a key, which doesn't tell the key.</summary>
    public static string CookieOf(string key) => Hash($"cookie:{key}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private bool Matches(string hash, Func<ApiKey, string> of)
    {
        var found = false;
        foreach (var key in List())
        {
            found |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(of(key)));
        }

        return found;
    }

    private void Write(IReadOnlyList<ApiKey> all)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".keys.{Environment.ProcessId}.tmp");
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, all, ApiKeyJson.Default.IReadOnlyListApiKey);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<ApiKey>))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
