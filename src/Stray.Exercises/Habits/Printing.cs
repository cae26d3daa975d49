using System.Text;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Habits;

/// <summary>Paper: IPP to the newer printer, raw page description on port 9100 to the older one (RFC 8010, RFC 8011).</summary>
internal sealed class Printing(Scene scene, Person person) : Habit(scene)
{
    private readonly Dice _dice = person.Host.Dice;

    protected override long Play(long time)
    {
        var printer = Scene.Office.Printers[person.Number % 2];
        var known = Scene.Names.FindLocal(person.Host, printer, time);
        if (person.Number % 2 == 0)
        {
            PrintIpp(printer, known);
        }
        else
        {
            PrintRaw(printer, known);
        }

        return time + person.Pause(2400 * Nanos.Second, time);
    }

    private void PrintIpp(Host printer, long time)
    {
        var host = $"{printer.Name}.{OfficeNetwork.Domain}";
        var tcp = Scene.Connect(person.Host, printer, 631, time);
        var ipp = new IppMessage(Scene.Writer);
        var http = new HttpMessage(Scene.Writer, _dice);
        tcp.Open();
        var operations = new[] { (IppMessage.GetPrinterAttributes, 0), (IppMessage.PrintJob, DocumentSize()) };
        for (var i = 0; i < operations.Length; i++)
        {
            var (operation, bytes) = operations[i];
            var request = ipp.Request(operation, i + 1, $"ipp://{host}/ipp/print", person.Account, bytes, _dice);
            tcp.Send(Side.Client, http.Post(host + ":631", "/ipp/print", IppMessage.ContentType, request));
            tcp.Wait(_dice.Between(20, 300) * Nanos.Millisecond);
            tcp.Send(Side.Server, http.Response(IppMessage.ContentType, ipp.Response(i + 1), tcp.Now));
        }

        tcp.Close(Side.Client);
    }

    private void PrintRaw(Host printer, long time)
    {
        var tcp = Scene.Connect(person.Host, printer, 9100, time);
        tcp.Open();
        var job = Scene.Writer.Clear().Ascii("\e%-12345X@PJL JOB NAME=\"document\"\r\n@PJL ENTER LANGUAGE=PCL\r\n\e").Ascii("E")
            .Random(_dice, DocumentSize()).Ascii("\e").Ascii("E\e%-12345X");
        tcp.Send(Side.Client, job.Written);
        tcp.Wait(_dice.Between(100, 900) * Nanos.Millisecond);
        tcp.Send(Side.Server, Encoding.ASCII.GetBytes("@PJL USTATUS JOB\r\nEND\r\nPAGES=1\r\n\f"));
        tcp.Close(Side.Client);
    }

    private int DocumentSize() => (int)Math.Clamp(_dice.LogNormal(18_000, 0.7), 3_000, 120_000);
}
