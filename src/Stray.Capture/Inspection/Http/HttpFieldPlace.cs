namespace Stray.Capture.Inspection.Http;

/// <summary>One field: which it is, its line and its value without the white space around it.</summary>
internal readonly ref struct HttpFieldPlace(HttpField name, PlacedBytes line, PlacedBytes value)
{
    public HttpField Name { get; } = name;

    public PlacedBytes Line { get; } = line;

    public PlacedBytes Value { get; } = value;
}
