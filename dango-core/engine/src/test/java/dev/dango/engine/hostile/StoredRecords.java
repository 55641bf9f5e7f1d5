package dev.dango.engine.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A naive reading of what is documented: compares tables with the records they were made of, value
 * by value, and knows nothing of how they were loaded.
 */
final class StoredRecords {

    private final Map<String, List<Map<String, Object>>> tables = new HashMap<>();
    private final Map<String, Integer> expectedRows = new HashMap<>();

    /** Reads a table and those nested in it. */
    StoredRecords(Connection connection, String root) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet found =
                    statement.executeQuery(
                            "SELECT table_name FROM duckdb_tables() WHERE table_name = '%1$s' OR starts_with(table_name, '%1$s__')"
                                    .formatted(root))) {
                while (found.next()) {
                    names.add(found.getString(1));
                }
            }
            for (String name : names) {
                tables.put(name, rows(statement, name));
            }
        }
    }

    private static List<Map<String, Object>> rows(Statement statement, String table)
            throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("SELECT * FROM \"" + table + '"')) {
            while (found.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.put(found.getMetaData().getColumnName(i), found.getObject(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Every value of the records is there once, exactly, and nothing else is. */
    void assertAre(String table, List<Map<String, Object>> records) {
        Map<Long, Map<String, Object>> byId = new HashMap<>();
        tables.get(table).forEach(row -> byId.put((Long) row.get("i"), row));
        for (Map<String, Object> record : records) {
            long id = ((BigDecimal) record.get("i")).longValueExact();
            compare(table, record, byId.get(id));
        }
        tables.forEach(
                (name, rows) ->
                        assertThat(rows).as(name).hasSize(expectedRows.getOrDefault(name, 0)));
    }

    private void compare(String table, Map<String, Object> record, Map<String, Object> row) {
        assertThat(row).as("the row in %s of %s", table, record).isNotNull();
        expectedRows.merge(table, 1, Integer::sum);
        Map<String, Object> scalars = new LinkedHashMap<>();
        Map<String, List<?>> lists = new LinkedHashMap<>();
        flatten("", record, scalars, lists);
        scalars.forEach((column, value) -> compareCell(table, column, value, row));
        assertThat(row.entrySet().stream().filter(StoredRecords::isContent))
                .as("cells of %s in %s for %s", row, table, record)
                .hasSize(scalars.size());
        lists.forEach(
                (path, list) ->
                        compareList(table + "__" + path, list, (String) row.get("_dlt_id")));
    }

    private static boolean isContent(Map.Entry<String, Object> cell) {
        return cell.getValue() != null && !cell.getKey().startsWith("_dlt_");
    }

    private void compareList(String table, List<?> list, String parent) {
        if (list.isEmpty()) {
            return;
        }
        List<Map<String, Object>> rows =
                tables.getOrDefault(table, List.of()).stream()
                        .filter(row -> parent.equals(row.get("_dlt_parent_id")))
                        .sorted(Comparator.comparing(row -> (Long) row.get("_dlt_list_idx")))
                        .toList();
        assertThat(rows).as("rows in %s of %s", table, list).hasSameSizeAs(list);
        for (int i = 0; i < rows.size(); i++) {
            Object item = list.get(i);
            if (item instanceof List<?> inner) {
                compare(table, Map.of(), rows.get(i));
                compareList(table + "__list", inner, (String) rows.get(i).get("_dlt_id"));
            } else {
                compare(table, asRecord(item), rows.get(i));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asRecord(Object item) {
        if (item instanceof Map<?, ?> object) {
            return (Map<String, Object>) object;
        }
        Map<String, Object> record = new HashMap<>();
        record.put("value", item);
        return record;
    }

    private static void flatten(
            String prefix,
            Map<?, ?> object,
            Map<String, Object> scalars,
            Map<String, List<?>> lists) {
        object.forEach(
                (key, value) -> {
                    String column =
                            prefix + RandomJson.COLUMNS.getOrDefault((String) key, (String) key);
                    if (value instanceof Map<?, ?> inner) {
                        flatten(column + "__", inner, scalars, lists);
                    } else if (value instanceof List<?> list) {
                        lists.put(column, list);
                    } else if (value != null) {
                        scalars.put(column, value);
                    }
                });
    }

    private static void compareCell(
            String table, String column, Object value, Map<String, Object> row) {
        List<Object> found = new ArrayList<>();
        row.forEach(
                (name, cell) -> {
                    boolean own = name.equals(column) || name.startsWith(column + "__v_");
                    if (own && cell != null) {
                        found.add(cell);
                    }
                });
        assertThat(found)
                .as("%s.%s for %s", table, column, value)
                .singleElement()
                .satisfies(
                        cell ->
                                assertThat(isSame(value, cell))
                                        .as(
                                                "%s.%s: %s came back as %s %s",
                                                table, column, value, cell.getClass(), cell)
                                        .isTrue());
    }

    private static boolean isSame(Object value, Object cell) {
        if (cell instanceof Boolean bool) {
            return truth(value).equals(bool);
        }
        if (cell instanceof String text) {
            return isSameText(value, text);
        }
        if (cell instanceof OffsetDateTime time) {
            return micros(time.toInstant()).compareTo(seconds(value).movePointRight(6)) == 0;
        }
        BigDecimal number = number(value);
        if (cell instanceof Double real) {
            return new BigDecimal(real).round(new MathContext(number.precision())).compareTo(number)
                            == 0
                    || new BigDecimal(real.toString()).compareTo(number) == 0;
        }
        return new BigDecimal(cell.toString()).compareTo(number) == 0;
    }

    private static boolean isSameText(Object value, String text) {
        if (value instanceof Boolean bool) {
            return text.equals(bool ? "True" : "False");
        }
        return value instanceof BigDecimal number
                ? new BigDecimal(text).compareTo(number) == 0
                : text.equals(whole((String) value));
    }

    /** Half a character is stored as the one that stands for it, which a warning tells. */
    private static String whole(String text) {
        return text.equals("half \ud83d") || text.equals("\udc00 half")
                ? text.replace('\ud83d', '\ufffd').replace('\udc00', '\ufffd')
                : text;
    }

    private static BigDecimal number(Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        String text = ((String) value).strip();
        return text.startsWith("0x")
                ? new BigDecimal(new BigInteger(text.substring(2), 16))
                : new BigDecimal(text);
    }

    private static Boolean truth(Object value) {
        if (value instanceof BigDecimal number) {
            return number.signum() != 0;
        }
        return value instanceof String text
                ? List.of("yes", "true").contains(text.toLowerCase(Locale.ROOT))
                : (Boolean) value;
    }

    private static BigDecimal micros(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond())
                .movePointRight(6)
                .add(BigDecimal.valueOf(time.getNano() / 1_000));
    }

    /** Since 1970. */
    private static BigDecimal seconds(Object value) {
        if (value instanceof String text && text.contains("T")) {
            return micros(OffsetDateTime.parse(text).toInstant()).movePointLeft(6);
        }
        if (value instanceof String text && text.length() == 10 && text.charAt(4) == '-') {
            return BigDecimal.valueOf(LocalDate.parse(text).toEpochDay() * 86_400);
        }
        return number(value);
    }
}
