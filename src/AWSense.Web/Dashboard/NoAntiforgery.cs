using Microsoft.AspNetCore.Components.Forms;

namespace AWSense.Web.Dashboard;

/// <summary>No page has a form, so none needs a token, and no visitor the cookie that goes with it.</summary>
internal sealed class NoAntiforgery : AntiforgeryStateProvider
{
    public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
}
