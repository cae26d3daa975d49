using Stray.Contracts.Flows;

namespace Stray.Capture.Features.Windows;

/// <summary>An edge ranked by how beacon-like it is.</summary>
/// <param name="Score">Mean regularity over the edge's flows times the part of the observed time it lasted, 0..1.</param>
/// <param name="Interval">Mean seconds between its last flows.</param>
public sealed record Beacon(
    Address Source, Address Destination, byte Protocol, ushort Port, double Score, long Flows, double Interval);
