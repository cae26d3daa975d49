using System.Globalization;
using Stray.Contracts.Scores;

namespace Stray.Report;

/// <summary>
/// Expected against seen, as a strip: a bar from the baseline's 1 % to its 99 % quantile, a tick at the median, a dot where
/// this flow lies. Signed log scale, because byte and time features span ten decades.
/// </summary>
internal static class ExpectedSeenPlot
{
    private const double Width = 220;
    private const double Margin = 8;

    public static void Write(Html html, in Reason reason)
    {
        if (!float.IsFinite(reason.Low) || !float.IsFinite(reason.High) || !float.IsFinite(reason.Value))
        {
            html.Element("span", "not observable here", "muted");
            return;
        }

        var (low, high, median, seen) = (Scale(reason.Low), Scale(reason.High), Scale(reason.Median), Scale(reason.Value));
        var from = Math.Min(low, seen);
        var span = Math.Max(Math.Max(high, seen) - from, 1e-9);
        double At(double value) => Margin + ((value - from) / span * (Width - (2 * Margin)));
        html.Raw(string.Create(CultureInfo.InvariantCulture, $"""
            <svg class="plot" width="{Width}" height="22" role="img" aria-label="expected against seen">
            <line x1="{Margin}" x2="{Width - Margin}" y1="11" y2="11" class="axis"/>
            <rect x="{At(low):F1}" y="6" width="{Math.Max(At(high) - At(low), 2):F1}" height="10" class="expected"/>
            <line x1="{At(median):F1}" x2="{At(median):F1}" y1="4" y2="18" class="median"/>
            <circle cx="{At(seen):F1}" cy="11" r="5" class="seen"/></svg>
            """));
    }

    private static double Scale(double value) => Math.Sign(value) * Math.Log10(1 + Math.Abs(value));
}
