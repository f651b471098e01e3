using System.Buffers.Binary;
using System.Text.Json;
using AWSense.Core.Images;
using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Web.Problems;
using AWSense.Web.Uploads;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Inference;

/// <summary>Reads the pictures of an inference from its tensor. Memory is taken for what was sent, never for what a shape claims.</summary>
internal sealed class TensorPictures(UploadBudget budget, IOptions<LimitOptions> limits, IOptions<InferenceOptions> options)
{
    private const int LengthBytes = sizeof(uint);

    /// <summary>Reads the pictures.</summary>
    /// <returns>At least one; the caller disposes of them.</returns>
    /// <exception cref="ProblemException">The tensor isn't one that the model takes, or holds what is no picture.</exception>
    public IReadOnlyList<Upload> Read(InferBody body, ModelInfo model)
    {
        if (body.Request.Inputs is not [{ } input])
        {
            throw Malformed($"A request has one input: \"{ModelTensors.Image}\" or \"{ModelTensors.Pixels}\".");
        }

        var count = Count(input, model);
        var binary = Binary(input, body);
        var pictures = new List<Upload>(count);
        try
        {
            if (input.Name == ModelTensors.Image)
            {
                ReadFiles(input, body, binary, count, pictures);
            }
            else
            {
                ReadPixels(input, body, binary, model, count, pictures);
            }

            return pictures;
        }
        catch (Exception exception)
        {
            pictures.ForEach(picture => picture.Dispose());
            throw exception is JsonException or InvalidOperationException or FormatException
                ? Malformed($"The data of the input \"{input.Name}\" can't be read: {exception.Message}")
                : exception;
        }
    }

    // How many pictures the shape says there are.
    private int Count(InputTensor input, ModelInfo model)
    {
        var (datatype, fits, wanted) = input.Name switch
        {
            ModelTensors.Image => (ModelTensors.Bytes, input.Shape is [_] or [_, 1], "[N] or [N, 1]"),
            ModelTensors.Pixels => (
                ModelTensors.UInt8,
                input.Shape is [_, var height, var width, PixelTensor.Channels] && height == model.InputHeight && width == model.InputWidth,
                $"[N, {model.InputHeight}, {model.InputWidth}, {PixelTensor.Channels}]"),
            _ => throw Malformed($"There is no such input. The model {model.Id.Name} takes \"{ModelTensors.Image}\" or \"{ModelTensors.Pixels}\"."),
        };
        if (input.Datatype != datatype)
        {
            throw Malformed($"The input \"{input.Name}\" has the datatype {datatype}.");
        }

        return fits && input.Shape[0] >= 1 && input.Shape[0] <= options.Value.PicturesMax
            ? (int)input.Shape[0]
            : throw Malformed($"The input \"{input.Name}\" has the shape {wanted}, with N from 1 to {options.Value.PicturesMax}.");
    }

    private static Range? Binary(InputTensor input, InferBody body)
    {
        var size = input.Parameters?.BinaryDataSize;
        return (size, input.Data) switch
        {
            (null, not null) when body.Binary.IsEmpty => null,
            ({ } bytes, null) when bytes == body.Binary.Length => ..(int)bytes,
            _ => throw Malformed(
                $"The input \"{input.Name}\" has either data in the JSON, or binary_data_size for the data behind it ({body.Binary.Length} bytes here)."),
        };
    }

    private void ReadFiles(InputTensor input, InferBody body, Range? binary, int count, List<Upload> pictures)
    {
        if (binary is { } range)
        {
            var rest = body.Binary[range];
            for (; pictures.Count < count; rest = rest[Take(rest, pictures)..])
            {
            }

            RefuseUnless(rest.IsEmpty, "there is more data than elements.");
            return;
        }

        var reader = new Utf8JsonReader(input.Data!.Value.Of(body.Json));
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
            {
                continue;
            }

            RefuseUnless(pictures.Count < count, "there is more data than elements.");
            RefuseUnless(reader.TokenType == JsonTokenType.String, "a picture in JSON is a string in base64.");
            var buffer = NewBuffer();
            try
            {
                buffer.DecodeBase64(ref reader);
            }
            catch
            {
                buffer.Dispose();
                throw;
            }

            pictures.Add(Upload.Of(buffer, field: null, fileName: null));
        }

        RefuseUnless(pictures.Count == count, "there are fewer elements than the shape says.");
    }

    // Takes an element of four bytes of length, least significant first, and as many bytes.
    private int Take(ReadOnlySpan<byte> rest, List<Upload> pictures)
    {
        RefuseUnless(rest.Length >= LengthBytes, "there are fewer elements than the shape says.");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        RefuseUnless(length <= rest.Length - LengthBytes, "an element is longer than the data.");
        var buffer = Filled(rest.Slice(LengthBytes, (int)length), []);
        pictures.Add(Upload.Of(buffer, field: null, fileName: null));
        return LengthBytes + (int)length;
    }

    private void ReadPixels(InputTensor input, InferBody body, Range? binary, ModelInfo model, int count, List<Upload> pictures)
    {
        var header = PixelTensor.Header(model.InputWidth, model.InputHeight);
        var size = model.InputWidth * model.InputHeight * PixelTensor.Channels;
        if (binary is { } range)
        {
            var rest = body.Binary[range];
            RefuseUnless(rest.Length == (long)size * count, $"{(long)size * count} bytes are expected.");
            for (; !rest.IsEmpty; rest = rest[size..])
            {
                pictures.Add(Upload.OfPixels(Filled(header, rest[..size])));
            }

            return;
        }

        var reader = new Utf8JsonReader(input.Data!.Value.Of(body.Json));
        for (var picture = 0; picture < count; picture++)
        {
            var buffer = Filled(header, []);
            try
            {
                ReadValues(ref reader, buffer.Extend(size));
            }
            catch
            {
                buffer.Dispose();
                throw;
            }

            pictures.Add(Upload.OfPixels(buffer));
        }

        RefuseUnless(!NextValue(ref reader), "there are more elements than the shape says.");
    }

    private static void ReadValues(ref Utf8JsonReader reader, Span<byte> values)
    {
        foreach (ref var value in values)
        {
            RefuseUnless(NextValue(ref reader), "there are fewer elements than the shape says.");
            RefuseUnless(reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out value), "a pixel's value is a whole number from 0 to 255.");
        }
    }

    // Data may be nested as its shape is, or flat.
    private static bool NextValue(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
            {
                return true;
            }
        }

        return false;
    }

    private UploadBuffer NewBuffer() => new(budget, limits.Value.UploadBytesMax);

    private UploadBuffer Filled(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var buffer = NewBuffer();
        try
        {
            first.CopyTo(buffer.Extend(first.Length));
            second.CopyTo(buffer.Extend(second.Length));
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static void RefuseUnless(bool holds, string reason)
    {
        if (!holds)
        {
            throw new FormatException(reason);
        }
    }

    private static ProblemException Malformed(string detail) => new(ProblemKinds.Malformed, detail);
}
