namespace Stray.Exercises.Conversations;

/// <summary>Who speaks in a conversation.</summary>
internal enum Side
{
    Client = 0,
    Server = 1,
}
