namespace Stray.Settings;

/// <summary>Settings that cannot be used: where, and what to do about it.</summary>
public sealed record SettingsFailure(string Where, string Reason)
{
    public override string ToString() => $"{Where}: {Reason}";
}
