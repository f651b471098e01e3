namespace AWSense.Web.Inference;

/// <summary>The server, as the protocol describes it.</summary>
/// <param name="Name">Always <c>awsense</c>.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Extensions">The extensions of the protocol that are spoken.</param>
public sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);

/// <summary>That the server lives.</summary>
public sealed record ServerLive(bool Live);

/// <summary>That the server can infer.</summary>
public sealed record ServerReady(bool Ready);

/// <summary>That a model can infer.</summary>
public sealed record ModelReady(string Name, bool Ready);

/// <summary>A model, as the protocol describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">The installed version.</param>
/// <param name="Platform">What runs it.</param>
/// <param name="Inputs">What can be sent: a request has one of them.</param>
/// <param name="Outputs">What can be had.</param>
public sealed record ModelMetadata(
    string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<TensorMetadata> Inputs, IReadOnlyList<TensorMetadata> Outputs);

/// <summary>A tensor of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">Type of its elements.</param>
/// <param name="Shape">Its dimensions; −1 is any length.</param>
public sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<int> Shape);

/// <summary>A model, as Triton's model configuration extension describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Platform">What runs it, in Triton's words.</param>
/// <param name="Backend">The same, in those that Triton has come to prefer.</param>
/// <param name="MaxBatchSize">Always 0: a shape has the number of pictures as its first dimension.</param>
/// <param name="Input">What can be sent: a request has one of them.</param>
/// <param name="Output">What can be had.</param>
public sealed record ModelConfiguration(
    string Name, string Platform, string Backend, int MaxBatchSize, IReadOnlyList<TensorConfiguration> Input, IReadOnlyList<TensorConfiguration> Output);

/// <summary>A tensor of a model's configuration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">Type of its elements, such as <c>TYPE_UINT8</c>; <c>TYPE_STRING</c> is <c>BYTES</c>.</param>
/// <param name="Dims">Its dimensions; −1 is any length.</param>
public sealed record TensorConfiguration(string Name, string DataType, IReadOnlyList<int> Dims);

/// <summary>A model of the index that Triton's model repository extension has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The installed version.</param>
/// <param name="State">Always <c>READY</c>: every worker serves every model.</param>
public sealed record IndexedModel(string Name, string Version, string State);

/// <summary>The answer to an inference.</summary>
/// <param name="ModelName">The model that answered.</param>
/// <param name="ModelVersion">Its version.</param>
/// <param name="Id">The client's name for the request; missing when it gave none.</param>
/// <param name="Outputs">The outputs that were asked for, in that order.</param>
public sealed record InferAnswer(string ModelName, string ModelVersion, string? Id, IReadOnlyList<OutputTensor> Outputs);

/// <summary>An output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">Type of its elements.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Parameters">Tells the size when the data follows the JSON; missing when it is in it.</param>
/// <param name="Data">The elements, row by row; missing when they follow the JSON.</param>
public sealed record OutputTensor(
    string Name, string Datatype, IReadOnlyList<int> Shape, OutputParameters? Parameters, IReadOnlyList<object>? Data);

/// <summary>What is said of an output's data.</summary>
/// <param name="BinaryDataSize">Its bytes behind the JSON.</param>
public sealed record OutputParameters(int BinaryDataSize);

/// <summary>An error, as the protocol tells it.</summary>
/// <param name="Error">What went wrong, for people; the HTTP status tells the kind.</param>
public sealed record InferenceError(string Error);
