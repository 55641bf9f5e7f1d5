package dev.dango.http.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The frame of a page: the scalar members of its objects and the lists in it, without the lists'
 * content. For finding out what an API that nobody has described looks like. Immutable.
 */
public final class JsonShape {

    /** Lists deeper in the page are not what it is about. */
    private static final int DEEPEST_LIST = 3;

    private static final Set<String> RECORD_NAMES =
            Set.of(
                    "data",
                    "items",
                    "results",
                    "entries",
                    "records",
                    "rows",
                    "entities",
                    "payload",
                    "content",
                    "objects",
                    "values");

    /**
     * A scalar in the frame.
     *
     * @param pointer where it stands
     * @param parent name of the object around it, empty for the document
     * @param name its own name
     * @param value its text; empty for null
     */
    public record Member(String pointer, String parent, String name, String value) {}

    private record ListAt(String pointer, String name, int depth) {}

    private final List<Member> members = new ArrayList<>();
    private final List<ListAt> lists = new ArrayList<>();

    private JsonShape() {}

    /** The frame of a page; empty if it is not JSON. */
    public static JsonShape of(byte[] json) {
        JsonShape shape = new JsonShape();
        try (JsonParser in = JsonText.FACTORY.createParser(json)) {
            if (in.nextToken() != null) {
                shape.read(in, "", "", "", 0);
            }
        } catch (IOException notJson) {
            return new JsonShape();
        }
        return shape;
    }

    private void read(JsonParser in, String pointer, String parent, String name, int depth)
            throws IOException {
        if (in.currentToken() == JsonToken.START_ARRAY) {
            lists.add(new ListAt(pointer, name, depth));
            in.skipChildren();
        } else if (in.currentToken() == JsonToken.START_OBJECT) {
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String child = in.currentName();
                in.nextToken();
                String escaped = child.replace("~", "~0").replace("/", "~1");
                read(in, pointer + "/" + escaped, name, child, depth + 1);
            }
        } else {
            String value = in.currentToken() == JsonToken.VALUE_NULL ? "" : in.getText();
            members.add(new Member(pointer, parent, name, value));
        }
    }

    /** The first scalar, in the order of the page, that fits. */
    public Optional<Member> find(Predicate<Member> wanted) {
        return members.stream().filter(wanted).findFirst();
    }

    /**
     * Where the records stand: a list called as lists of records usually are, else the one that is
     * nested least, else the document.
     *
     * @return a JSON pointer
     */
    public String records() {
        List<ListAt> near = lists.stream().filter(list -> list.depth() <= DEEPEST_LIST).toList();
        return near.stream()
                .filter(list -> RECORD_NAMES.contains(list.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .or(() -> near.stream().min(Comparator.comparingInt(ListAt::depth)))
                .map(ListAt::pointer)
                .orElse("");
    }
}
