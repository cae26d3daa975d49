namespace Stray.Capture.Inspection.Mqtt;

/// <summary>Control packet types (MQTT 5 s2.1.2).</summary>
internal static class MqttType
{
    public const int Connect = 1, ConnectAck = 2, Publish = 3, PublishAck = 4, PublishReceived = 5, PublishRelease = 6, PublishComplete = 7,
        Subscribe = 8, SubscribeAck = 9, Unsubscribe = 10, UnsubscribeAck = 11, PingRequest = 12, PingResponse = 13, Disconnect = 14, Authenticate = 15;

    /// <summary>Whether only a broker sends it.</summary>
    public static bool IsServers(int type) => type is ConnectAck or SubscribeAck or UnsubscribeAck or PingResponse;

    /// <summary>Whether only a client sends it.</summary>
    public static bool IsClients(int type) => type is Connect or Subscribe or Unsubscribe or PingRequest;

    /// <summary>Bytes at least behind the fixed header (MQTT 3.1.1 s3).</summary>
    public static int Least(int type) => type switch
    {
        Connect => 10,
        ConnectAck or PublishAck or PublishReceived or PublishRelease or PublishComplete => 2,
        Publish => 2,
        Subscribe => 6,
        SubscribeAck => 3,
        Unsubscribe => 5,
        UnsubscribeAck => 2,
        _ => 0,
    };
}
