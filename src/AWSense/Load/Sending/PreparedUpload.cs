using System.Text;
using AWSense.Load.Planning;

namespace AWSense.Load.Sending;

/// <summary>A picture as it goes over the wire, made once and sent often.</summary>
internal sealed class PreparedUpload
{
    private const string Boundary = "6f1d2c7b8a934e50b1c2d3e4f5a60718";

    private readonly byte[] body;
    private readonly string contentType;

    private PreparedUpload(LoadPicture picture, byte[] body, string contentType) => (Picture, this.body, this.contentType) = (picture, body, contentType);

    public LoadPicture Picture { get; }

    /// <summary>Makes one.</summary>
    public static PreparedUpload Of(LoadPicture picture, LoadProtocol protocol) => protocol switch
    {
        LoadProtocol.MyFile => Form(picture, "myfile"),
        LoadProtocol.InputFile => Form(picture, "inputFile"),
        LoadProtocol.Jobs => Form(picture, "file"), // the name comes back with the job
        _ => new(picture, picture.Bytes, "application/octet-stream"),
    };

    /// <summary>The body of one more request.</summary>
    public HttpContent NewContent()
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    /// <summary>As the old clients write it: one part, without a type, its name in raw UTF-8.</summary>
    private static PreparedUpload Form(LoadPicture picture, string field)
    {
        var name = picture.Name.Replace("\"", "%22", StringComparison.Ordinal);
        var head = $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n";
        byte[] body = [.. Encoding.UTF8.GetBytes(head), .. picture.Bytes, .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n")];
        return new(picture, body, $"multipart/form-data; boundary={Boundary}");
    }
}
