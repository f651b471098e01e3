using System.CommandLine;
using AWSense.Backends;

namespace AWSense.Commands;

/// <summary>The option that switches between the backends.</summary>
internal sealed class BackendOption : Option<string?>
{
    public BackendOption()
        : base("--backend")
    {
        Description = "Where queue and archive are: embedded or aws. Default: the setting Backend, else embedded.";
        HelpName = "NAME";
        this.AcceptOnlyFromAmong("embedded", "aws");
    }

    /// <summary>What the command line says.</summary>
    public KeyValuePair<string, string?> Flag(ParseResult parsed) => new(BackendChoice.Setting, parsed.GetValue(this));
}
