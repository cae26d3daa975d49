using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>IPP requests and responses (RFC 8010 s3): attributes groups of tagged name/value pairs.</summary>
internal sealed class IppMessage(ByteWriter writer)
{
    public const string ContentType = "application/ipp";
    public const int PrintJob = 0x0002, GetPrinterAttributes = 0x000B;

    private const int Uri = 0x45, Charset = 0x47, Language = 0x48, Name = 0x42, Mime = 0x49, Keyword = 0x44;

    public byte[] Request(int operation, int id, string printer, string user, int documentBytes, Dice dice)
    {
        Begin(operation, id);
        Attribute(Uri, "printer-uri", printer);
        Attribute(Name, "requesting-user-name", user);
        if (operation == PrintJob)
        {
            Attribute(Name, "job-name", "document");
            Attribute(Mime, "document-format", "application/pdf");
        }

        writer.U8(3);
        if (documentBytes > 0)
        {
            writer.Ascii("%PDF-1.7\n").Random(dice, documentBytes).Ascii("\n%%EOF\n");
        }

        return writer.Written.ToArray();
    }

    public byte[] Response(int id)
    {
        Begin(0, id);
        writer.U8(4);
        Attribute(Keyword, "printer-state-reasons", "none");
        Attribute(Name, "printer-make-and-model", "PaperWorks 4200");
        return writer.U8(3).Written.ToArray();
    }

    private void Begin(int code, int id)
    {
        writer.Clear().U16(0x0200).U16(code).U32(id).U8(1);
        Attribute(Charset, "attributes-charset", "utf-8");
        Attribute(Language, "attributes-natural-language", "en");
    }

    private void Attribute(int tag, string name, string value) =>
        writer.U8(tag).U16(name.Length).Ascii(name).U16(value.Length).Ascii(value);
}
