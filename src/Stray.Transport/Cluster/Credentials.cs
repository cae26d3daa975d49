namespace Stray.Transport.Cluster;

/// <summary>A SASL login. Not a record: a record's text would show the password in the first log line that prints it.</summary>
public sealed class Credentials(string username, string password)
{
    public string Username { get; } = username;

    public string Password { get; } = password;

    public override string ToString() => Username;
}
