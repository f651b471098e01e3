using System.Text.Json.Serialization;

namespace AWSense.Core.Requests;

/// <summary>How urgent a request is. Bulk gets what interactive leaves, and at least a tenth.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Lane>))]
public enum Lane
{
    /// <summary>Somebody waits for the answer.</summary>
    [JsonStringEnumMemberName("interactive")]
    Interactive = 0,

    /// <summary>One of many; it may wait for the interactive ones.</summary>
    [JsonStringEnumMemberName("bulk")]
    Bulk = 1,
}
