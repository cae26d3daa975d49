namespace Stray.Exercises.Office;

/// <summary>Something on the web people and programs talk to.</summary>
/// <param name="AnswerSize">Median size of one answer, bytes.</param>
internal sealed record Site(string Name, IReadOnlyList<Host> Hosts, TlsServer Tls, int AnswerSize)
{
    /// <summary>Seconds its address may be cached.</summary>
    public int TimeToLive { get; init; } = 300;

    /// <summary>The name its address record really belongs to, when the site's name is an alias.</summary>
    public string? Alias { get; init; }
}
