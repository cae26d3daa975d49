using Stray.Exercises.Payloads;

namespace Stray.Exercises.Office;

/// <summary>Somebody at a workstation: when they work, what they like, which programs they use.</summary>
internal sealed class Person(Host host, Dice dice, int number)
{
    private readonly double _tempo = Math.Clamp(dice.LogNormal(1, 0.35), 0.5, 2);

    public Host Host => host;

    /// <summary>Which person of the office, from 0: who shares a printer or an account name follows from it.</summary>
    public int Number => number;

    public string Account => $"user{number + 1:00}";

    public bool IsAdmin { get; init; }

    public bool IsDeveloper { get; init; }

    public WorkDay Day { get; } = new(dice.Fork("day"));

    /// <summary>Which sites are theirs: the popularity ranking seen from here.</summary>
    public int Taste { get; } = dice.Below(1 << 20);

    public TlsClient Browser { get; } = dice.Chance(0.7) ? TlsClient.Chromium : TlsClient.Firefox;

    /// <summary>Mail over IMAPS, otherwise IMAP in the clear.</summary>
    public bool MailEncrypted { get; } = dice.Chance(0.6);

    /// <summary>Time until they do something again that they do every <paramref name="mean"/> ns on average while at work.</summary>
    public long Pause(double mean, long time) =>
        Math.Max(Nanos.Second, (long)(host.Dice.Exponential(mean) / (_tempo * Math.Max(0.05, Day.Activity(time)))));
}
