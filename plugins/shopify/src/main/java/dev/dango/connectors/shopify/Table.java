package dev.dango.connectors.shopify;

import dev.dango.spi.CursorSpec;
import dev.dango.spi.ResourceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table: the nodes of a connection, or the elements of a list in each of them. Immutable; each
 * method returns a changed copy.
 */
final class Table {

    /** The index behind searches follows changes after a while. */
    static final Duration LATE = Duration.ofMinutes(10);

    private static final int LARGEST_PAGE = 250;

    /**
     * A connection in a node, whose nodes become a child table.
     *
     * @param field its name, perhaps behind the one that it is to have in the answer
     * @param types regular expression of the types of its nodes, by which bulk operations tell them
     * @param fields of a node
     * @param first how many are asked for with the node; the rest is asked for by further requests
     */
    record Nested(String field, String types, String fields, int first) {

        /** What it is called in the answer. */
        String name() {
            return field.replaceFirst(":.*$", "");
        }
    }

    private final String name;
    private final String type;
    private String fields;
    private String connection;
    private String arguments = "";
    private String scope;
    private String term;
    private String column;
    private boolean sorted;
    private boolean searched = true;
    private String list;
    private String content;
    private String parents;
    private String[] key = {"id"};
    private List<Nested> nested = List.of();
    private Optional<String> deletions = Optional.empty();
    private int page = LARGEST_PAGE;

    private Table(String name, String type, String fields) {
        this.name = name;
        this.type = type;
        this.fields = fields;
        this.connection = name;
    }

    /**
     * The nodes of a connection of the query's root.
     *
     * @param name of the table, and of the connection unless {@link #from} says otherwise
     * @param type of the nodes
     * @param fields of a node
     */
    static Table of(String name, String type, String fields) {
        return new Table(name, type, fields);
    }

    private Table with(Consumer<Table> change) {
        Table copy = new Table(name, type, fields);
        copy.connection = connection;
        copy.arguments = arguments;
        copy.scope = scope;
        copy.term = term;
        copy.column = column;
        copy.sorted = sorted;
        copy.searched = searched;
        copy.list = list;
        copy.content = content;
        copy.parents = parents;
        copy.key = key;
        copy.nested = nested;
        copy.deletions = deletions;
        copy.page = page;
        change.accept(copy);
        return copy;
    }

    // ---- description -----------------------------------------------------------------------

    Table from(String newConnection, String newArguments) {
        return with(
                copy -> {
                    copy.connection = newConnection;
                    copy.arguments = newArguments;
                });
    }

    /** The access scope that the app needs. */
    Table needs(String newScope) {
        return with(copy -> copy.scope = newScope);
    }

    /** Nodes come in the order of their changes and can be asked for by them. */
    Table byChange() {
        return changed("updated_at", "updatedAt", true)
                .from(connection, and("sortKey: UPDATED_AT"));
    }

    /** Nodes can be asked for by their changes, but come in the order of their ids. */
    Table changed() {
        return changed("updated_at", "updatedAt", false);
    }

    /** Nodes can be asked for by a time that never changes. */
    Table since(String newTerm, String newColumn) {
        return changed(newTerm, newColumn, false);
    }

    private Table changed(String newTerm, String newColumn, boolean newSorted) {
        return with(
                copy -> {
                    copy.term = newTerm;
                    copy.column = newColumn;
                    copy.sorted = newSorted;
                });
    }

    /** The connection takes no search. */
    Table unsearched() {
        return with(copy -> copy.searched = false);
    }

    private String and(String argument) {
        return arguments.isEmpty() ? argument : arguments + ", " + argument;
    }

    /**
     * Rows are the elements of a list in each node. They are asked for by the node's changes, also
     * where its list is empty: so the position is the node's, not the rows'.
     */
    Table each(String newList, String newContent) {
        return with(
                copy -> {
                    copy.list = newList;
                    copy.content = newContent;
                });
    }

    /** The connection stands in each node of another one of the root, which makes a slice. */
    Table within(String newParents) {
        return with(copy -> copy.parents = newParents);
    }

    Table key(String... columns) {
        return with(copy -> copy.key = columns.clone());
    }

    Table nested(String field, String types, String nestedFields, int first) {
        List<Nested> more = new ArrayList<>(nested);
        more.add(new Nested(field, types, nestedFields, first));
        return with(copy -> copy.nested = List.copyOf(more));
    }

    /** What {@code deletionEvents} calls these nodes. */
    Table deletedAs(String subject) {
        return with(copy -> copy.deletions = Optional.of(subject));
    }

    /** Asks for what is personal or leaves it out; without this its marks are in the way. */
    Table personalData(boolean wanted) {
        List<Nested> visible = new ArrayList<>();
        for (Nested inner : nested) {
            String left = Fields.visible(inner.fields(), wanted);
            if (!left.isEmpty()) {
                visible.add(new Nested(inner.field(), inner.types(), left, inner.first()));
            }
        }
        return with(
                copy -> {
                    copy.fields = Fields.visible(fields, wanted);
                    copy.nested = List.copyOf(visible);
                });
    }

    /** How many nodes to ask for at once; a query may cost no more than 1,000 points. */
    Table page(int size) {
        return with(copy -> copy.page = size);
    }

    // ---- for readers -----------------------------------------------------------------------

    ResourceSpec spec() {
        ResourceSpec spec = ResourceSpec.named(name).primaryKey(key);
        if (column == null) {
            return spec;
        }
        if (list != null) {
            return spec.cursor(CursorSpec.opaque());
        }
        CursorSpec cursor = CursorSpec.timestamp(column).lag(LATE);
        return spec.cursor(sorted ? cursor.ordered(CursorSpec.Order.ASCENDING) : cursor);
    }

    String name() {
        return name;
    }

    String type() {
        return list == null ? type : content;
    }

    String scope() {
        return scope;
    }

    Optional<String> list() {
        return Optional.ofNullable(list);
    }

    Optional<String> parents() {
        return Optional.ofNullable(parents);
    }

    List<Nested> nested() {
        return nested;
    }

    Optional<String> deletions() {
        return deletions;
    }

    int page() {
        return page;
    }

    boolean isIncremental() {
        return column != null;
    }

    boolean isSorted() {
        return sorted;
    }

    String column() {
        return column;
    }

    /** The search term for a stretch of time. */
    String term(String comparison, Object value) {
        return term + ":" + comparison + "'" + value + "'";
    }

    /** Bulk operations read connections of the root, and none within lists. */
    boolean isFitForBulk() {
        return searched && parents == null && (list == null || nested.isEmpty());
    }

    // ---- queries ---------------------------------------------------------------------------

    /** Where the connection stands in an answer to {@link #query}. */
    String place() {
        return "/data" + (parents == null ? "" : "/node") + "/" + connection;
    }

    /**
     * Asks for a page; variables are {@code first}, {@code after}, {@code query} and {@code id}.
     */
    String query() {
        String listing =
                connection
                        + arguments("first: $first, after: $after", searched ? "query: $query" : "")
                        + " { nodes { "
                        + nodes(Table::paged)
                        + " } pageInfo { hasNextPage endCursor } }";
        String declared = "$first: Int!, $after: String" + (searched ? ", $query: String" : "");
        return parents == null
                ? "query(%s) { %s }".formatted(declared, listing)
                : "query(%s, $id: ID!) { node(id: $id) { ... on %s { %s } } }"
                        .formatted(declared, parents, listing);
    }

    /** Asks for the rest of a nested connection. */
    String rest(Nested connectionOfNode) {
        return "query($id: ID!, $first: Int!, $after: String) { node(id: $id) { ... on %s { %s"
                        .formatted(type(), connectionOfNode.field())
                + "(first: $first, after: $after) { nodes { "
                + connectionOfNode.fields()
                + " } pageInfo { hasNextPage endCursor } } } } }";
    }

    /** What a bulk operation runs. */
    String bulk(String search) {
        return "{ "
                + connection
                + arguments("", "query: " + quoted(search))
                + " { edges { node { "
                + nodes(inner -> inner.field() + " { edges { node { " + inner.fields() + " } } }")
                + " } } } }";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String arguments(String paging, String search) {
        return List.of(paging, search, arguments).stream()
                .filter(argument -> !argument.isEmpty())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String paged(Nested inner) {
        return inner.field()
                + "(first: "
                + inner.first()
                + ") { nodes { "
                + inner.fields()
                + " } pageInfo { hasNextPage endCursor } }";
    }

    private String nodes(Function<Nested, String> writing) {
        String inner = nested.stream().map(writing).collect(Collectors.joining(" "));
        String whole = inner.isEmpty() ? fields : fields + " " + inner;
        return list == null ? whole : "id " + column + " " + list + " { " + whole + " }";
    }
}
