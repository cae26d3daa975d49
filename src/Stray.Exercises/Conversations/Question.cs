using Stray.Exercises.Payloads;

namespace Stray.Exercises.Conversations;

/// <summary>One DNS question with what the world knows about it.</summary>
/// <param name="Answer">Writes the answer's records.</param>
internal sealed record Question(string Name, DnsType Type, Func<DnsMessage, DnsMessage> Answer)
{
    /// <summary>Response code: 0 = no error, 3 = no such name.</summary>
    public int Code { get; init; }

    /// <summary>Seconds the office's resolver keeps it; 0 = every question goes out.</summary>
    public int Cached { get; init; } = 600;
}
