using System.Net;
using AWSense.Tests.Fakes;
using AWSense.Web.Security;

namespace AWSense.Tests.Web;

public sealed class SecurityTests
{
    private static readonly Exposure Public = new(KeyRequired: true, LoopbackOnly: false);

    [Fact]
    public async Task Beyond_loopback_everything_but_health_needs_a_key()
    {
        await using var host = await WebHost.StartExposedAsync(Public);
        var key = host.Keys.Add("tests");

        foreach (var path in new[] { "/", "/v1/jobs", "/v1/models", "/v1/fleet", "/metrics", "/openapi/v1.json", "/nothing" })
        {
            using var refused = await host.GetAsync(path);
            await refused.ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
        }

        using var live = await host.GetAsync("/health/live");
        using var wrong = await host.SendAsync(HttpMethod.Get, "/v1/models", null, ("Authorization", "Bearer awsense_00"));
        using var right = await host.SendAsync(HttpMethod.Get, "/v1/models", null, ("Authorization", $"Bearer {key}"));
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK], [live.StatusCode, wrong.StatusCode, right.StatusCode]);
    }

    [Fact]
    public async Task A_revoked_key_lets_nobody_in_and_its_cookie_neither()
    {
        await using var host = await WebHost.StartExposedAsync(Public);
        var key = host.Keys.Add("tests");
        using var session = await host.SendAsync(HttpMethod.Post, "/v1/session", null, ("Authorization", $"Bearer {key}"));
        var cookie = session.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(key, cookie, StringComparison.Ordinal);

        using var before = await host.SendAsync(HttpMethod.Get, "/v1/jobs", null, ("Cookie", cookie.Split(';')[0]));
        host.Keys.Revoke("tests");
        using var after = await host.SendAsync(HttpMethod.Get, "/v1/jobs", null, ("Cookie", cookie.Split(';')[0]));
        using var bearer = await host.SendAsync(HttpMethod.Get, "/v1/jobs", null, ("Authorization", $"Bearer {key}"));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [before.StatusCode, after.StatusCode, bearer.StatusCode]);
    }

    [Theory]
    [InlineData("127.0.0.0/8", 400)] // let in, and then told that there is no form
    [InlineData("10.0.0.0/8", 401)]
    public async Task Old_clients_of_named_networks_need_no_key_for_their_one_address(string network, int status)
    {
        await using var host = await WebHost.StartExposedAsync(Public, ("Auth:AnonymousLegacy:0", network));

        using var legacy = await host.PostAsync("/", TestPictures.Jpeg("cat"));
        using var other = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        Assert.Equal(status, (int)legacy.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.OK)]
    public async Task A_page_of_another_site_cannot_send_pictures(string origin, HttpStatusCode expected)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.PostAsync(
            "/v1/classify", TestPictures.Jpeg("cat"), ("Origin", origin == "own" ? $"http://{host.Address.Authority}" : origin));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task On_loopback_the_name_of_another_host_is_refused()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.SendAsync(HttpMethod.Get, "/v1/jobs", null, ("Host", "rebound.example"));

        await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Theory]
    [InlineData("http://127.0.0.1:8081", true)]
    [InlineData("http://localhost:8081;http://[::1]:8081", true)]
    [InlineData("http://0.0.0.0:8081", false)]
    [InlineData("http://*:8081", false)]
    [InlineData("http://+:80", false)]
    [InlineData("http://127.0.0.1:1;http://192.168.1.2:8081", false)]
    [InlineData("http://127.0.0.1.evil.example", false)]
    [InlineData("http://[::]:8081", false)]
    public void Who_listens_beyond_loopback_needs_a_key(string urls, bool loopback)
    {
        using var folder = new KeyFolder();
        var keys = new ApiKeyStore(folder.File, TimeProvider.System);

        Assert.Equal(loopback, BindRule.IsLoopback(urls));
        Assert.Equal(loopback, BindRule.FindProblem(urls, new(), keys) is null);
        keys.Add("tests");
        Assert.Null(BindRule.FindProblem(urls, new(), keys));
    }

    [Fact]
    public void Who_asks_for_a_key_on_loopback_needs_one()
    {
        using var folder = new KeyFolder();
        var keys = new ApiKeyStore(folder.File, TimeProvider.System);

        Assert.Contains("awsense key add", BindRule.FindProblem("http://127.0.0.1:8081", new() { Required = true }, keys), StringComparison.Ordinal);
        keys.Add("tests");
        Assert.Null(BindRule.FindProblem("http://127.0.0.1:8081", new() { Required = true }, keys));
    }

    [Fact]
    public void Keys_are_stored_hashed_for_their_owner_alone_and_seen_by_another_process_at_once()
    {
        using var folder = new KeyFolder();
        var mine = new ApiKeyStore(folder.File, TimeProvider.System);
        var other = new ApiKeyStore(folder.File, TimeProvider.System);

        for (var number = 0; number < 20; number++)
        {
            var key = mine.Add($"key {number}");
            Assert.True(other.Accepts(key));
            Assert.DoesNotContain(key, File.ReadAllText(folder.File), StringComparison.Ordinal);
            var tick = File.GetLastWriteTimeUtc(folder.File);
            Assert.True(mine.Revoke($"key {number}"));
            File.SetLastWriteTimeUtc(folder.File, tick); // as when both changes fall into one tick of the file system's clock
            Assert.False(other.Accepts(key));
        }

        mine.Add("taken");
        Assert.Throws<ArgumentException>(() => mine.Add("taken"));
        Assert.False(mine.Revoke("unknown"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File));
        Assert.Equal([folder.File], Directory.GetFiles(folder.Path));
    }

    private sealed class KeyFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("awsense-keys-").FullName;

        public string File => System.IO.Path.Combine(Path, "keys.json");

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
