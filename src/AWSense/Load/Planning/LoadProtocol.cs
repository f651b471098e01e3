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
