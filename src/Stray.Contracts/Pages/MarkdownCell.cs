namespace Stray.Contracts.Pages;

/// <summary>Text for a cell of a Markdown table.</summary>
internal static class MarkdownCell
{
    public static string Of(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
