using System.Text.Encodings.Web;

namespace Stray.Report;

/// <summary>Writes markup with every value escaped: names in captures are hostile text.</summary>
internal sealed class Html(TextWriter writer)
{
    /// <summary>Markup from this program only, never from input.</summary>
    public Html Raw(string markup)
    {
        writer.Write(markup);
        return this;
    }

    public Html Text(string value)
    {
        HtmlEncoder.Default.Encode(writer, value);
        return this;
    }

    public Html Element(string name, string value, string? cssClass = null)
    {
        writer.Write(cssClass is null ? $"<{name}>" : $"<{name} class=\"{cssClass}\">");
        HtmlEncoder.Default.Encode(writer, value);
        writer.Write($"</{name}>");
        return this;
    }

    public Html Row(params ReadOnlySpan<string> cells)
    {
        writer.Write("<tr>");
        foreach (var cell in cells)
        {
            Element("td", cell);
        }

        writer.Write("</tr>\n");
        return this;
    }

    public Html Header(params ReadOnlySpan<string> cells)
    {
        writer.Write("<thead><tr>");
        foreach (var cell in cells)
        {
            Element("th", cell);
        }

        writer.Write("</tr></thead>\n");
        return this;
    }
}
