package dev.dango.connectors.zendesk;

import dev.dango.http.ColumnNames;
import dev.dango.http.Endpoint;
import dev.dango.http.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives the custom fields of tickets columns named by their titles, and choices the names that
 * agents see. A field keeps the column of its first title, as with the original: the names stand in
 * the position, behind the export's cursor. Confined to the slice that reads tickets.
 */
final class TicketFields {

    /** Columns that are there anyway; a field with the title "Status" gets another one. */
    private static final String TAKEN =
            """
            allow_attachments allow_channelback assignee_id brand_id collaborator_ids
            created_at custom_fields custom_status_id description due_at email_cc_ids
            encoded_id external_id fields follower_ids followup_ids forum_topic_id
            from_messaging_channel generated_timestamp group_id has_incidents id is_public
            organization_id priority problem_id raw_subject recipient requester_id
            satisfaction_rating sharing_agreement_ids status subject submitter_id
            support_type tags ticket_form_id type updated_at url via
            """;

    private static final String BETWEEN = "\n";

    private final Map<Long, String> columns = new TreeMap<>();
    private final Map<Long, Map<String, Object>> choices = new HashMap<>();

    /** Begins with the columns of a position, and returns the export's cursor in it. */
    Optional<String> begin(Optional<String> position) {
        columns.clear();
        choices.clear();
        List<String> lines = position.map(text -> List.of(text.split(BETWEEN))).orElse(List.of());
        lines.stream()
                .skip(1)
                .map(line -> line.split("=", 2))
                .forEach(pair -> columns.put(Long.valueOf(pair[0]), pair[1]));
        return lines.stream().findFirst();
    }

    /** The position behind a page: the export's cursor, and the columns so far. */
    Optional<String> position(Response page) {
        return Exports.cursor(page)
                .map(
                        cursor ->
                                Stream.concat(
                                                Stream.of(cursor),
                                                columns.entrySet().stream()
                                                        .map(c -> c.getKey() + "=" + c.getValue()))
                                        .collect(Collectors.joining(BETWEEN)));
    }

    /**
     * The tickets of a page, each custom field in a column of its own.
     *
     * @param listing reads the listing of fields
     */
    List<Map<String, Object>> rows(Response page, Function<Endpoint, List<Response>> listing) {
        List<Map<String, Object>> tickets = page.objects();
        learn(
                tickets.stream().flatMap(TicketFields::fields).map(TicketFields::id).toList(),
                listing);
        tickets.forEach(this::spread);
        return tickets;
    }

    /**
     * Knows all these fields afterwards: also new ones, and those deleted that tickets still have.
     */
    private void learn(List<Long> ids, Function<Endpoint, List<Response>> listing) {
        if (!choices.keySet().containsAll(ids)) {
            load(listing.apply(ZendeskSource.pages("/ticket_fields")));
            ids.forEach(id -> choices.putIfAbsent(id, Map.of()));
            ids.forEach(id -> columns.putIfAbsent(id, "custom_field_" + id));
        }
    }

    private void spread(Map<String, Object> ticket) {
        List<Map<String, Object>> values = fields(ticket).toList();
        ticket.remove("custom_fields");
        ticket.remove("fields"); // the same again
        for (Map<String, Object> field : values) {
            ticket.put(columns.get(id(field)), named(field.get("value"), choices.get(id(field))));
        }
    }

    private static Stream<Map<String, Object>> fields(Map<String, Object> ticket) {
        return ticket.get("custom_fields") instanceof List<?> fields
                ? fields.stream().map(TicketFields::object)
                : Stream.of();
    }

    private static Object named(Object value, Map<String, Object> choices) {
        return value instanceof List<?> several
                ? several.stream().map(one -> named(one, choices)).toList()
                : choices.getOrDefault(String.valueOf(value), value);
    }

    private void load(List<Response> pages) {
        List<Map<String, Object>> fields =
                pages.stream()
                        .flatMap(page -> page.objects().stream())
                        .filter(field -> Boolean.TRUE.equals(field.get("removable")))
                        .sorted(Comparator.comparing(TicketFields::id))
                        .toList();
        ColumnNames names = new ColumnNames(taken());
        for (Map<String, Object> field : fields) {
            String title = Objects.toString(field.get("title")).replace(BETWEEN, " ");
            columns.computeIfAbsent(id(field), id -> names.of(title, Long.toString(id)));
            choices.put(id(field), choices(field));
        }
    }

    private String[] taken() {
        List<String> taken = new ArrayList<>(List.of(TAKEN.split("\\s+")));
        taken.addAll(columns.values());
        return taken.toArray(String[]::new);
    }

    private static Map<String, Object> choices(Map<String, Object> field) {
        return field.get("custom_field_options") instanceof List<?> options
                ? options.stream()
                        .map(TicketFields::object)
                        .collect(
                                Collectors.toMap(
                                        option -> String.valueOf(option.get("value")),
                                        option -> option.get("name"),
                                        (one, other) -> one))
                : Map.of();
    }

    private static long id(Map<String, Object> field) {
        return ((Number) field.get("id")).longValue();
    }

    @SuppressWarnings("unchecked") // the names of JSON's objects are texts
    private static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }
}
