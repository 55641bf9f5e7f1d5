package dev.dango.engine.hostile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Records at random: maps, lists, texts, booleans, nulls, and numbers as {@link BigDecimal}. */
final class RandomJson {

    /** Keys and the columns they become. */
    static final Map<String, String> COLUMNS =
            Map.of(
                    "a", "a",
                    "b c", "b_c",
                    "\u00dcber", "_ber",
                    "select", "select",
                    "x'y", "x_y",
                    "d\"e", "d_e",
                    "\0f", "_f",
                    "", "_empty",
                    "G1", "g1");

    private static final List<String> KEYS = COLUMNS.keySet().stream().sorted().toList();

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " 5 ",
                    "007",
                    "0x1F",
                    "-1e3",
                    "1e9999",
                    "0.1234567890123456789",
                    "1704153600.25",
                    "yes",
                    "No",
                    "true",
                    "null",
                    "{\"x\":1}",
                    "2024-02-29",
                    "2024-02-29T23:59:59.123456Z",
                    "1969-12-31T23:59:59+02:00",
                    "2024-02-30T00:00:00Z",
                    "'); DROP TABLE t; --",
                    "a\0b\r\n\t\"\\",
                    "\ud83d\ude00",
                    "half \ud83d",
                    "\udc00 half",
                    "x".repeat(5_000));

    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "-1",
                    "9007199254740993",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "18446744073709551616",
                    "99999999999999999999999999999999999999",
                    "10000000000000000000000000000000000000000",
                    "0.1",
                    "-2.50",
                    "3.1415926535897932384626433832795028841971",
                    "12345678901234567890.123456789",
                    "1e400",
                    "-1e-400",
                    "1e22",
                    "1e-7");

    private final SplittableRandom random;

    RandomJson(SplittableRandom random) {
        this.random = random;
    }

    /** A record with a number of its own. */
    Map<String, Object> record(int id) {
        Map<String, Object> record = object(3);
        record.put("i", BigDecimal.valueOf(id));
        return record;
    }

    private Map<String, Object> object(int levels) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            object.put(pick(KEYS), value(levels));
        }
        return object;
    }

    private Object value(int levels) {
        int kind = random.nextInt(levels > 0 ? 10 : 7);
        return switch (kind) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> BigDecimal.valueOf(random.nextLong() >> random.nextInt(64));
            case 3 -> new BigDecimal(pick(NUMBERS));
            case 4 -> real();
            case 5, 6 -> pick(TEXTS);
            case 7 -> object(levels - 1);
            default -> list(levels - 1);
        };
    }

    private Object real() {
        double real = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(real) ? BigDecimal.valueOf(real) : null;
    }

    private List<Object> list(int levels) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(levels));
        }
        return list;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** The value as JSON, with all but plain ASCII escaped. */
    static String text(Object value) {
        if (value instanceof Map<?, ?> object) {
            List<String> fields = new ArrayList<>();
            object.forEach((key, field) -> fields.add(quote((String) key) + ":" + text(field)));
            return "{" + String.join(",", fields) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(RandomJson::text).toList()) + "]";
        }
        return value instanceof String text ? quote(text) : String.valueOf(value);
    }

    private static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                json.append(c);
            } else {
                json.append("\\u%04x".formatted((int) c));
            }
        }
        return json.append('"').toString();
    }
}
