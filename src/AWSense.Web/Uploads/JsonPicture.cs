using System.Text.Json;
using AWSense.Web.Problems;

namespace AWSense.Web.Uploads;

/// <summary>A picture in JSON: an object whose member <c>base64</c> is the file, decoded without ever being a string, or whose member <c>url</c> says where it is.</summary>
internal static class JsonPicture
{
    /// <summary>Decodes the picture of a JSON text.</summary>
    /// <returns>Where the picture is to be fetched; null when it was decoded.</returns>
    /// <exception cref="ProblemException">It is no such JSON, or the picture is too large.</exception>
    public static string? Decode(ReadOnlySpan<byte> json, UploadBuffer picture)
    {
        try
        {
            return TryDecode(json, picture, out var url)
                ? url
                : throw new ProblemException(ProblemKinds.Malformed, "The JSON has neither a member \"base64\" nor \"url\", or both.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // The reader tells text that isn't UTF-8 by an invalid operation.
            throw new ProblemException(ProblemKinds.Malformed, $"The JSON can't be read: {exception.Message}");
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> json, UploadBuffer picture, out string? url)
    {
        url = null;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("it is no object.");
        }

        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isFile, isUrl) = (reader.ValueTextEquals("base64"u8), reader.ValueTextEquals("url"u8));
            reader.Read();
            if (isUrl && reader.TokenType == JsonTokenType.String)
            {
                url = reader.GetString();
            }
            else if (isFile && reader.TokenType == JsonTokenType.String)
            {
                picture.DecodeBase64(ref reader);
                found = true;
            }
            else
            {
                reader.Skip();
            }
        }

        return found == url is null && !reader.Read(); // what follows the object is an error of the reader's
    }
}
