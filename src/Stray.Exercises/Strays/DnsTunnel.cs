using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Strays;

/// <summary>
/// Data leaves inside DNS names, about 95 bytes a question, and comes back in TXT and NULL answers; the office's resolver carries it.
/// </summary>
internal sealed class DnsTunnel(Scene scene, Host host) : Plant(scene, "dns_tunnel", PlantedKind.Stray)
{
    private const string Zone = "t.emberdocs-update.example";
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public override Planted Begin()
    {
        var span = (At(0.3), At(0.3) + (9 * Nanos.Minute));
        Every(Nanos.Second, 0.8, span, time =>
        {
            var type = Dice.Chance(0.7) ? DnsType.Txt : DnsType.Null;
            var data = new byte[type == DnsType.Txt ? 181 : Dice.Between(90, 220)];
            Dice.Fill(data);
            if (type == DnsType.Txt)
            {
                data[0] = (byte)(data.Length - 1); // one character-string (RFC 1035 s3.3.14)
                Encode(data.AsSpan(1));
            }

            Scene.Names.Ask(host, new Question(Name(), type, message => message.Data(type, 0, data)) { Cached = 0 }, time);
        });
        return Answer("data in long random names below one zone, TXT and NULL answers", span, [host, Scene.Office.DomainController], []) with
        {
            Findings = [FindingName.DnsTunnelSuspected],
            ScoreProves = true,
        };
    }

    private string Name() => $"{Label(58)}.{Label(57)}.{Label(40)}.{Zone}";

    private string Label(int length) => string.Create(length, Dice, static (text, dice) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Alphabet[dice.Below(32)];
        }
    });

    private static void Encode(Span<byte> data)
    {
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = (byte)Alphabet[data[i] & 31];
        }
    }
}
