using System.Text.Json;
using AWSense.Web.Problems;

namespace AWSense.Web.Uploads;

/// <summary>A picture in JSON: an object whose member <c>base64</c> is the file. It is decoded without ever being a string.</summary>
internal static class JsonPicture
{
    /// <summary>Decodes the picture of a JSON text.</summary>
    /// <exception cref="ProblemException">It is no such JSON, or asks to fetch a URL, or the picture is too large.</exception>
    public static void Decode(ReadOnlySpan<byte> json, UploadBuffer picture)
    {
        try
        {
            if (!TryDecode(json, picture))
            {
                throw new ProblemException(ProblemKinds.Malformed, "The JSON has no member \"base64\".");
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // The reader tells text that isn't UTF-8 by an invalid operation.
            throw new ProblemException(ProblemKinds.Malformed, $"The JSON can't be read: {exception.Message}");
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> json, UploadBuffer picture)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("it is no object.");
        }

        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("url"u8))
            {
                throw new ProblemException(ProblemKinds.UrlFetchDisabled, "Send the picture itself: as the body, in a form, or as base64.");
            }

            var wanted = reader.ValueTextEquals("base64"u8);
            reader.Read();
            if (wanted && reader.TokenType == JsonTokenType.String)
            {
                picture.DecodeBase64(ref reader);
                found = true;
            }
            else
            {
                reader.Skip();
            }
        }

        return found && !reader.Read(); // what follows the object is an error of the reader's
    }
}
