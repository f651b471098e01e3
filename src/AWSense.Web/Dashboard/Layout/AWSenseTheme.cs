using MudBlazor;

namespace AWSense.Web.Dashboard.Layout;

/// <summary>The colours and type of the pages. Text has a contrast of at least 4.5 to 1 on what it stands on, in both schemes.</summary>
internal static class AWSenseTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#4338ca",
            Secondary = "#0f766e",
            Info = "#0369a1",
            Success = "#15803d",
            Warning = "#b45309",
            Error = "#b91c1c",
            Background = "#f6f7fb",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1e2233",
            TextPrimary = "#1e2233",
            TextSecondary = "#565c73",
            LinesDefault = "#e2e5ef",
            TableLines = "#e2e5ef",
            Divider = "#e2e5ef",
            ActionDefault = "#565c73",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#a5b4fc",
            PrimaryContrastText = "#14162b",
            Secondary = "#5eead4",
            SecondaryContrastText = "#0b2623",
            Info = "#7dd3fc",
            Success = "#86efac",
            SuccessContrastText = "#0b2613",
            Warning = "#fcd34d",
            WarningContrastText = "#2b1d05",
            Error = "#fca5a5",
            ErrorContrastText = "#2b0c0c",
            Background = "#10121c",
            Surface = "#191c2a",
            AppbarBackground = "#191c2a",
            AppbarText = "#e6e8f2",
            TextPrimary = "#e6e8f2",
            TextSecondary = "#a3a9c2",
            LinesDefault = "#2b2f42",
            TableLines = "#2b2f42",
            Divider = "#2b2f42",
            ActionDefault = "#a3a9c2",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.75rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontFamily = Fonts, FontSize = "1.15rem", FontWeight = "600", LineHeight = "1.35", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", FontWeight = "600", LetterSpacing = "0" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px" },
    };
}
