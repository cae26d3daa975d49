namespace Stray.Contracts;

/// <summary>One committed version of a topic's schema.</summary>
/// <param name="Topic">As in <see cref="Topics"/>.</param>
/// <param name="Revision">1 and up; the highest is the one written.</param>
/// <param name="Id">Its number in Confluent framing where no registry gives one; never reused.</param>
/// <param name="Fingerprint">CRC-64-AVRO of its parsing canonical form, hexadecimal: the committed file must have it.</param>
public sealed record SchemaVersion(string Topic, int Revision, int Id, string Fingerprint);
