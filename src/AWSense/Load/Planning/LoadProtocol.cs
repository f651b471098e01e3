namespace AWSense.Load.Planning;

/// <summary>How a picture is sent, and what an answer looks like.</summary>
internal enum LoadProtocol
{
    /// <summary><c>POST /</c>, form field <c>myfile</c>; the answer is the bare label.</summary>
    MyFile,

    /// <summary><c>POST /</c>, form field <c>inputFile</c>; the answer is <c>stem:label</c>.</summary>
    InputFile,

    /// <summary><c>POST /v1/classify</c>: the answer names picture and labels in JSON.</summary>
    Classify,

    /// <summary><c>POST /v1/jobs</c>, and looks at the job until it has ended.</summary>
    Jobs,
}

/// <summary>Protocols as the command line and results name them.</summary>
internal static class LoadProtocols
{
    /// <summary>The words, in the order of help.</summary>
    public static IReadOnlyList<string> Words { get; } = ["myfile", "inputFile", "classify", "jobs"];

    public static string ToWord(this LoadProtocol protocol) => Words[(int)protocol];

    /// <summary>The protocol that a word names; null for none.</summary>
    public static LoadProtocol? Parse(string word) =>
        Enum.GetValues<LoadProtocol>().Cast<LoadProtocol?>().FirstOrDefault(protocol => string.Equals(protocol!.Value.ToWord(), word, StringComparison.OrdinalIgnoreCase));
}
