using Stray.Contracts.Findings;

namespace Stray.Exercises.Answers;

/// <summary>What was planted into an exercise, and the judge of what somebody found in it.</summary>
public sealed class AnswerKey(IReadOnlyList<Planted> planted)
{
    // An alert's time is that of its flows and windows, which begin before and end after the packets that matter.
    private static readonly long Tolerance = 15 * Nanos.Minute;

    public IReadOnlyList<Planted> Planted => planted;

    public IEnumerable<Planted> Strays => planted.Where(p => p.Kind == PlantedKind.Stray);

    public IEnumerable<Planted> NearMisses => planted.Where(p => p.Kind == PlantedKind.NearMiss);

    public Verdict Judge(IReadOnlyList<ObservedAlert> alerts)
    {
        var found = Strays.Where(stray => alerts.Any(alert => Belongs(alert, stray) && Proves(alert, stray))).Select(s => s.Id).ToList();
        var missed = Strays.Select(s => s.Id).Except(found).ToList();
        var unexplained = alerts.Where(alert => !Strays.Any(stray => Belongs(alert, stray))).ToList();
        var disturbed = NearMisses.Where(miss => unexplained.Any(alert => Belongs(alert, miss))).Select(m => m.Id).ToList();
        return new Verdict(Strays.Count(), found, missed, unexplained, disturbed);
    }

    /// <summary>The alert is about the stray's host while it happened, or about its victim and names that host.</summary>
    private static bool Belongs(ObservedAlert alert, Planted planted) =>
        alert.Start <= planted.End + Tolerance && alert.End >= planted.Start - Tolerance &&
        (planted.Entities.Contains(alert.Entity) ||
         (planted.Peers.Contains(alert.Entity) && alert.Peers.Intersect(planted.Entities).Any()));

    private static bool Proves(ObservedAlert alert, Planted planted) =>
        planted.Findings.Any(name => alert.Findings.Contains(FindingCatalogue.Of(name).Id)) ||
        (planted.ScoreProves && alert.Reasons.Count > 0 && NamesPeer(alert, planted));

    private static bool NamesPeer(ObservedAlert alert, Planted planted) =>
        planted.Peers.Count == 0 || planted.Peers.Contains(alert.Entity) || alert.Peers.Intersect(planted.Peers).Any();
}
