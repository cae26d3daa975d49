using System.Globalization;
using Stray.Training.Evaluation;

namespace Stray.Tests.Training;

public sealed class EvaluatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stray-tables").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_area_under_the_curve_counts_ties_half()
    {
        Assert.Equal(7 / 9.0, RankMetrics.Auc([(1, false), (2, true), (0, false), (1, true), (1, false), (1, true)]) ?? 0, 10);
        Assert.Null(RankMetrics.Auc([(1, true)]));
    }

    [Fact]
    public void Average_precision_is_that_of_the_textbook() =>
        Assert.Equal((1 + (2 / 3.0)) / 2, RankMetrics.AveragePrecision([(4, true), (3, false), (2, true), (1, false)]) ?? 0, 10);

    [Fact]
    public void A_table_is_judged_without_its_attacks_in_the_fit()
    {
        var (result, failure) = new Evaluator(new()).Run(Read(WriteTable(), new()));
        Assert.Null(failure);
        Assert.True(result!.Auc > 0.99);
        Assert.InRange(result.RealisedFpr ?? 1, 0, 0.03);
        Assert.Equal(new EvaluationCounts(600, 600, 440, 40), result.Rows);
        Assert.Equal(["benign", "exfiltration"], result.Groups.Select(g => g.Group));
    }

    [Fact]
    public void Poison_moves_the_named_share_of_attacks_into_the_baseline()
    {
        var (result, _) = new Evaluator(new(Poison: 0.1)).Run(Read(WriteTable(), new()));
        Assert.Equal(new EvaluationCounts(604, 604, 436, 36), result!.Rows);
        Assert.True(result.Auc > 0.97);
    }

    [Fact]
    public void A_named_text_column_becomes_flags_and_a_rarity()
    {
        var table = Read(WriteTable(), new() { Features = ["bytes", "service"] });
        Assert.Equal(["bytes", "service=http", "service=tls", "service=(rare)", "service.rarity"], table.Features);
        Assert.Equal([0, 0, 1], table.Rows[^1].Features[1..4]);
    }

    [Fact]
    public void Without_a_list_only_the_other_numeric_columns_are_features() =>
        Assert.Equal(Rows.Names, Read(WriteTable(), new()).Features);

    [Fact]
    public void Quoted_cells_keep_their_commas() =>
        Assert.Equal(["a", "b,c", "d\"e", ""], CsvLines.Split("a,\"b,c\",\"d\"\"e\","));

    [Theory]
    [InlineData("a,b\n1,2,3\n", "line 2")]
    [InlineData("", "is empty")]
    [InlineData("a,b\n1,2\n", "no column 'label'")]
    public void A_broken_table_is_refused_with_the_reason(string content, string reason)
    {
        var path = Path.Combine(_folder, "broken.csv");
        File.WriteAllText(path, content);
        var (table, failure) = new TableReader(new()).Read([path]);
        Assert.Null(table);
        Assert.Contains(reason, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hourly_tables_of_five_users_are_told_from_malware()
    {
        var path = SharedData.File("labelled", "tables", "feel-hourly.csv.gz");
        var table = Read(path, new(Entity: "entity"));
        var (result, _) = new Evaluator(new(ByEntity: true)).Run(table);
        Assert.True(result!.Auc > 0.93, $"AUC {result.Auc}");
        Assert.InRange(result.RealisedFpr ?? 1, 0.005, 0.02);
    }

    private static EvaluationTable Read(string path, TableColumns columns)
    {
        var (table, failure) = new TableReader(columns).Read([path]);
        Assert.Null(failure);
        return table!;
    }

    private string WriteTable()
    {
        var path = Path.Combine(_folder, "table.csv");
        var random = new Random(1);
        using var writer = new StreamWriter(path);
        writer.WriteLine($"{string.Join(',', Rows.Names)},service,split,label,group");
        for (var i = 0; i < 1040; i++)
        {
            var attack = i >= 1000;
            var row = attack ? Rows.Strange(random) : Rows.Ordinary(random);
            var cells = row.Select(v => v.ToString(CultureInfo.InvariantCulture));
            var service = attack ? "gopher" : i % 2 == 0 ? "http" : "tls";
            writer.WriteLine($"{string.Join(',', cells)},{service},{(i < 600 ? "train" : "test")},{(attack ? 1 : 0)},{(attack ? "exfiltration" : "benign")}");
        }

        return path;
    }
}
