namespace Stray.Training.Registry;

/// <summary>Why a model is not used. The one in service stays.</summary>
public enum RefusalReason
{
    /// <summary>No such model or version, or none is current.</summary>
    NotFound,

    /// <summary>A name or version that is not a plain word: it could lead out of the registry.</summary>
    BadName,

    /// <summary>Manifest or parameters cannot be read.</summary>
    Malformed,

    /// <summary>The bytes are not those the manifest was written for.</summary>
    Hash,

    /// <summary>Made for other features, or the same in another order.</summary>
    Fingerprint,

    /// <summary>A key is configured and the signature is missing or not by it.</summary>
    Signature,
}

/// <param name="Detail">For people: what was expected and what was found.</param>
public sealed record Refusal(RefusalReason Reason, string Detail)
{
    public override string ToString() => $"{Reason}: {Detail}";
}
