package dev.dango.cli;

import dev.dango.cli.view.TextTable;
import dev.dango.cli.view.TextTable.Align;
import dev.dango.engine.load.WarehouseInspector.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks the warehouse. */
@Command(
        name = "query",
        header = "Run a query on the warehouse and print its rows.",
        description = {"", "The query can read and cannot change anything."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  dango db query \"SELECT * FROM raw_shop.orders LIMIT 10\"",
            "  dango db query --json \"SELECT count(*) AS n FROM raw_shop.orders\""
        })
final class DbQueryCommand extends DbSubcommand {

    private static final String NULL = "NULL";
    private static final List<String> NUMBERS =
            List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE");

    @Parameters(paramLabel = "SQL", description = "One statement, quoted for the shell.")
    String sql;

    DbQueryCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Answer answer = warehouse().query(sql);
        if (output().isJson()) {
            output().document(commandName(), json(answer));
        } else {
            print(answer);
        }
        return ExitCode.OK;
    }

    private void print(Answer answer) {
        TextTable table =
                new TextTable(
                        answer.types().stream()
                                .map(type -> isNumber(type) ? Align.RIGHT : Align.LEFT)
                                .toArray(Align[]::new));
        table.row(answer.columns().toArray(String[]::new));
        for (List<Object> row : answer.rows()) {
            table.row(row.stream().map(DbQueryCommand::cell).toArray(String[]::new));
        }
        List<String> lines = table.lines();
        session().host().out().println(output().style().bold(lines.get(0)));
        // Rows are data: what is in the warehouse is shown as it is.
        lines.subList(1, lines.size()).forEach(session().host().out()::println);
    }

    private static boolean isNumber(String type) {
        return NUMBERS.contains(type) || type.startsWith("DECIMAL") || type.startsWith("U");
    }

    private static String cell(Object value) {
        return value == null ? NULL : value.toString().replace("\n", "\\n");
    }

    private static Map<String, Object> json(Answer answer) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("columns", answer.columns());
        data.put("types", answer.types());
        data.put("rows", answer.rows());
        return data;
    }
}
