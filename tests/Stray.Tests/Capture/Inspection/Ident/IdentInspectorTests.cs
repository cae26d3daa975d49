using Stray.Capture.Inspection.Ident;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Ident;

public sealed class IdentInspectorTests
{
    [Theory]
    [InlineData("6191, 23\r\n", "6191 , 23 : USERID : UNIX : joe\r\n")]
    [InlineData("6191,23\r\n", "6191,23:ERROR:NO-USER\r\n")]
    public void Sound_question_and_answer_raise_nothing(string question, string answer) => Run().Client(question).Server(answer).ExpectNothing();

    [Theory]
    [InlineData("6191\r\n", 4)]
    [InlineData("6191, 99999\r\n", 11)]
    [InlineData("GET / HTTP/1.0\r\n", 14)]
    public void Question_that_is_no_pair_of_ports_is_found(string question, int length) =>
        Run().Client(question).Expect(FindingName.LineProtocolViolation, 1, 0, length);

    [Theory]
    [InlineData("joe\r\n", 3)]
    [InlineData("6191, 23 : joe\r\n", 14)]
    public void Answer_that_says_nothing_is_found(string answer, int length) =>
        Run().Client("6191, 23\r\n").Server(answer).Expect(FindingName.LineProtocolViolation, 2, 0, length);

    private static InspectorRun Run() => new(new IdentInspector(), 113);
}
