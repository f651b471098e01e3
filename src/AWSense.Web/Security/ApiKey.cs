namespace AWSense.Web.Security;

/// <summary>An API key as it is stored: nothing here lets anybody in.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="Hash">SHA-256 of the key, 64 hexadecimal digits. The key has 256 random bits, so a slow hash would add nothing.</param>
/// <param name="CookieHash">SHA-256 of the cookie that is made from the key.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ApiKey(string Name, string Hash, string CookieHash, DateTimeOffset CreatedAt);
