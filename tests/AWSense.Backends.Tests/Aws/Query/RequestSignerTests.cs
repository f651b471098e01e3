using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using AWSense.Backends.Aws.Query;
using AWSense.Backends.Tests.Aws.Support;

namespace AWSense.Backends.Tests.Aws.Query;

/// <summary>Signatures, compared with those of botocore at one moment. signatures.json is what make-signatures.py prints.</summary>
public sealed class RequestSignerTests
{
    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [Fact]
    public void Signatures_are_those_of_botocore()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "signatures.json")));
        var root = golden.RootElement;
        var cases = root.GetProperty("cases").EnumerateArray().ToList();

        Assert.Equal(4, cases.Count);
        Assert.All(cases, row =>
        {
            var credentials = new ImmutableCredentials(root.GetProperty("key").GetString(), root.GetProperty("secret").GetString(), row.GetProperty("token").GetString());
            var headers = RequestSigner.Sign(
                new(row.GetProperty("url").GetString()!),
                Encoding.UTF8.GetBytes(row.GetProperty("body").GetString()!),
                credentials,
                row.GetProperty("region").GetString()!,
                row.GetProperty("service").GetString()!,
                root.GetProperty("now").GetDateTimeOffset());
            Assert.Equal(row.GetProperty("authorization").GetString(), headers["authorization"]);
        });
    }

    [Fact]
    public async Task The_signatures_kept_here_are_what_botocore_makes()
    {
        Assert.SkipWhen(SharedTools.AreAbsent, "AWSENSE_SHARED names no folder with tools, whose environment has botocore.");
        var made = await SharedTools.PythonAsync(Path.Combine(Folder(), "make-signatures.py"));

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Folder(), "signatures.json"), TestContext.Current.CancellationToken), made);
    }

    [Fact]
    public void Forms_are_encoded_as_AWS_reads_them()
    {
        var request = new QueryRequest("CreateTags").WithEach("ResourceId", ["i-1"]).With("Tag.1.Key", "awsense:drain").With("Tag.1.Value", "ü ~+");

        Assert.Equal(
            "Action=CreateTags&Version=2016-11-15&ResourceId.1=i-1&Tag.1.Key=awsense%3Adrain&Tag.1.Value=%C3%BC%20~%2B",
            Encoding.UTF8.GetString(request.ToBody("2016-11-15")));
    }
}
