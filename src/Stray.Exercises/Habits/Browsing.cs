using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Habits;

/// <summary>Reading the web: a page, what it pulls in from third parties, a pause, another page; often on the same sites.</summary>
internal sealed class Browsing(Scene scene, Person person) : Habit(scene)
{
    private readonly Dice _dice = person.Host.Dice;

    protected override long Play(long time)
    {
        var site = Choose();
        Visit(site, time, pages: _dice.Between(1, 3));
        for (var others = _dice.Below(3); others > 0; others--)
        {
            Visit(_dice.PickPopular(Scene.Office.Web.ThirdParties), time + (_dice.Between(60, 900) * Nanos.Millisecond), pages: 1);
        }

        if (_dice.Chance(0.1))
        {
            CheckCertificate(time + Nanos.Second);
        }

        if (_dice.Chance(0.02))
        {
            Mistype(time + (2 * Nanos.Second));
        }

        return time + person.Pause(200 * Nanos.Second, time);
    }

    /// <summary>Mostly one's own favourites, in an order of one's own; sometimes what the others read; now and then something new.</summary>
    private Site Choose()
    {
        var sites = Scene.Office.Web.Sites;
        if (_dice.Chance(0.75))
        {
            return sites[(_dice.PickPopular(Favourites) + person.Taste) % sites.Count];
        }

        return _dice.Chance(0.85) ? _dice.PickPopular(sites) : _dice.Pick(sites);
    }

    private static int[] Favourites { get; } = [.. Enumerable.Range(0, 14).Select(i => i * 11)];

    private void Visit(Site site, long time, int pages)
    {
        var known = Scene.Names.Find(person.Host, site, time) + (_dice.Between(100, 900) * Nanos.Microsecond);
        if (_dice.Chance(0.006))
        {
            Scene.Connect(person.Host, site.Hosts[0], 443, known).GoUnanswered(_dice.Between(1, 2));
            return;
        }

        var session = Scene.OpenTls(person.Host, site, person.Browser, known);
        for (var page = 0; page < pages; page++)
        {
            session.Exchange(_dice.Between(280, 900), Size(site), _dice.Between(3, 120) * Nanos.Millisecond);
            session.Tcp.Wait(Nanos.Seconds(Math.Min(40, _dice.Exponential(4))));
        }

        session.Close(_dice.Chance(0.7) ? Side.Client : Side.Server);
    }

    private int Size(Site site) => (int)Math.Clamp(_dice.LogNormal(site.AnswerSize, 0.8), 150, 40_000);

    private void CheckCertificate(long time)
    {
        var site = Scene.Office.Web.Status;
        var known = Scene.Names.Find(person.Host, site, time);
        var tcp = Scene.Connect(person.Host, site.Hosts[0], 80, known);
        tcp.Open();
        new HttpSession(Scene, tcp, site.Name).AskStatus();
        tcp.Close(Side.Server);
    }

    private void Mistype(long time) => Scene.Names.FindNothing(person.Host, "wwww." + Choose().Name[4..], time);
}
