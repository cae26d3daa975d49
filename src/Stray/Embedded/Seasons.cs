using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Embedded;

/// <summary>
/// Takes the hour out of a baseline too short to know it: a morning's traffic would otherwise make every afternoon strange.
/// </summary>
internal static class Seasons
{
    private static readonly TimeSpan KnowsTheDay = TimeSpan.FromDays(2);
    private static readonly TimeSpan KnowsTheWeek = TimeSpan.FromDays(14);

    public static void Blank(FlowRecord flow, TimeSpan span)
    {
        if (span < KnowsTheDay)
        {
            flow.Features[(int)Feature.DaySin] = flow.Features[(int)Feature.DayCos] = float.NaN;
        }

        if (span < KnowsTheWeek)
        {
            flow.Features[(int)Feature.WeekSin] = flow.Features[(int)Feature.WeekCos] = float.NaN;
        }
    }
}
