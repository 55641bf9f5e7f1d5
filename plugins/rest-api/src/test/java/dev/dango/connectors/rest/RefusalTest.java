package dev.dango.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong YAML is refused in a sentence that names the place, before any request. */
class RefusalTest extends RestTesting {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "{path: a, paginator: {typ: cursor}} => endpoints[1].paginator.type is missing.",
                "{path: a, paginator: {type: cursor, cursor_pat: x}} => endpoints[1].paginator.cursor_pat is unknown; did you mean \"cursor_path\"?",
                "{path: a, paginator: {type: courser}} => endpoints[1].paginator.type must be one of auto, json_link, json_response, header_link, header_cursor, cursor, offset, page_number, single_page, none, not \"courser\"; did you mean \"cursor\"?",
                "{path: a, paginator: {type: offset, limit: many}} => endpoints[1].paginator.limit must be a whole number, not \"many\".",
                "{path: a, paginator: {type: offset, limit: 0}} => endpoints[1].paginator.limit must be at least 1.",
                "{path: a, paginator: {type: page_number, stop_after_empty_page: false, total_path: null}} => endpoints[1].paginator.stop_after_empty_page is false, but nothing else says where to stop.",
                "{path: a, paginator: {type: page_number, page_param: p, page_body_path: q}} => endpoints[1].paginator.page_body_path and page_param exclude each other.",
                "{path: a, parms: {}} => endpoints[1].parms is unknown; did you mean \"params\"?",
                "{params: {}} => endpoints[1].name is missing, and there is no path.",
                "[1] => endpoints[1] must be a mapping of settings.",
                "{name: a, endpoint: {pth: b}} => endpoints[1].endpoint.pth is unknown; did you mean \"path\"?",
                "{path: a, data_selector: 'a..b'} => endpoints[1].data_selector holds the path \"a..b\", of which \"..b\" is not understood; write it like data.items, data[*].id or ['odd.name'].",
                "{path: a, json: {}, data: {}} => endpoints[1].data and json exclude each other.",
                "{path: a, data: text} => endpoints[1].data must be a mapping of the fields of a form.",
                "{path: a, auth: {}} => endpoints[1].auth is not supported: make a source of its own for what needs other credentials.",
                "{path: a, processing_steps: [x]} => endpoints[1].processing_steps is not supported: functions are Python's own.",
                "{path: a, max_table_nesting: -1} => endpoints[1].max_table_nesting must not be negative or huge.",
                "{path: a, schema_contract: {columns: thaw}} => endpoints[1].schema_contract.columns must be one of evolve, freeze, discard_row, discard_value, not \"thaw\".",
                "{path: a, response_actions: [{status_code: 404, action: retry}]} => endpoints[1].response_actions[1].action must be ignore; functions are Python's own.",
                "{path: a, write_disposition: {disposition: merge, strategy: scd1}} => endpoints[1].write_disposition.strategy must be one of delete-insert, insert-only, scd2, upsert, not \"scd1\"; did you mean \"scd2\"?",
                "{path: a, write_disposition: {disposition: append, strategy: upsert}} => endpoints[1].write_disposition.strategy needs disposition: merge.",
                "{path: a, primary_key: null} => endpoints[1].write_disposition is merge, which needs a primary_key or a merge_key.",
                "{path: a, columns: {b: {data_type: txt}}} => endpoints[1].columns.b.data_type must be one of bigint, binary, bool, complex, date, decimal, double, json, text, timestamp, not \"txt\"; did you mean \"text\"?",
                "{path: a, columns: {b: {nullable: false}}} => endpoints[1].columns.b.nullable needs a data_type beside it.",
                "{path: 'a/{b}'} => endpoints[1].path has the placeholder {b}, but there are only {resources.<parent>.<field>} and {incremental.start_value|initial_value|last_value|end_value}; write {{ and }} where braces stand for themselves.",
                "{path: a, json: {q: 'x { y'}} => endpoints[1].json has a brace too much; write {{ and }} where braces stand for themselves.",
                "{path: 'a/{resources.itms.id}'} => endpoints[1].path names the parent \"itms\", which there is not; did you mean \"items\"?",
                "{path: 'a/{resources.items.id}/{resources.b.id}'} => endpoints[1].path names the resource \"b\", but another place names \"items\"; there can be one parent only.",
                "{path: a, include_from_parent: [id]} => endpoints[1].include_from_parent needs a parent: {resources.<parent>.<field>}.",
                "{path: a, params: {s: '{incremental.start_value}'}} => endpoints[1].incremental is missing, but there are placeholders that need it.",
                "{path: a, incremental: {cursor: x}} => endpoints[1].incremental.cursor_path is missing.",
                "{path: a, incremental: {cursor_path: x, convert: my_function}} => endpoints[1].incremental.convert must be one of epoch, epoch_ms, date, iso; functions are Python's own.",
                "{path: a, incremental: {cursor_path: x, cursor_type: timestamp, initial_value: soon}} => endpoints[1].incremental.initial_value must be a point in time such as 2024-06-01 or 2024-06-01T00:00:00Z.",
                "{path: a, incremental: {cursor_path: x, initial_value: 1.5}} => endpoints[1].incremental.initial_value must be a whole number, not \"1.5\".",
                "{path: a, incremental: {cursor_path: x, last_value_func: min}} => endpoints[1].incremental.last_value_func is not supported: only max is: the greatest value is the last one.",
                "{path: a, incremental: {cursor_path: x, end_value: 9}} => endpoints[1].incremental.initial_value is missing, but end_value needs one.",
                "{path: a, incremental: {cursor_path: x, initial_value: 2024-01-01, lag: 3w}} => endpoints[1].incremental.lag must be a duration such as 3d, 12h, 30m or 90s.",
                "{path: a, incremental: {cursor_path: x, range_start: half}} => endpoints[1].incremental.range_start must be one of open, closed, not \"half\".",
                "{path: 'a?x={incremental.start_value}', incremental: {cursor_path: x}} => endpoints[1].incremental.initial_value is missing, but {incremental.start_value} needs a value.",
                "{path: a, incremental: {cursor_path: x, initial_value: abc, lag: 3}} => endpoints[1].incremental.lag cannot be taken off a text.",
                "{path: a, incremental: {cursor_path: x, lags: 3}} => endpoints[1].incremental.lags is unknown; did you mean \"lag\"?",
                "{path: a, params: {x: {type: incremental, cursor_path: x, end_value: 3}}} => endpoints[1].params.x.end_value is not supported: write incremental beside params to have an end.",
            })
    void refuses(String endpoint, String sentence) {
        assertThat(
                        refusal(
                                "{base_url: BASE, endpoints: ["
                                        + endpoint
                                        + ", {path: items}, {path: b}]}"))
                .endsWith(": " + sentence);
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThat(
                        refusal(
                                "{base_url: BASE, endpoints: [{path: a, b: 1}, {path: c}, {path: d, pth: 1}]}"))
                .contains("endpoints[1].b is unknown", "endpoints[3].pth is unknown");
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        assertThat(refusal("{base_url: BASE}")).startsWith("There is nothing to load");
        assertThat(refusal("{resources: [a]}")).isEqualTo("base_url is missing.");
        assertThat(refusal("{base_url: BASE, client: {base_url: BASE}, resources: [a]}"))
                .isEqualTo("base_url and client.base_url exclude each other.");
        assertThat(refusal("{base_url: BASE, resources: [a, a]}"))
                .endsWith("resources[2] is the second resource called \"a\".");
        assertThat(refusal("{base_url: BASE, resources: [a, {name: b, table_name: a}]}"))
                .endsWith("resources[2].table_name is that of another resource, too.");
        assertThat(
                        refusal(
                                "{base_url: BASE, resources: [{name: a, endpoint: '{resources.b.x}'},"
                                        + " {name: b, endpoint: '{resources.a.x}'}]}"))
                .endsWith("The resource \"a\" is, by its parents, its own parent.");
        assertThat(refusal("{base_url: BASE, client: {paginator: page}, resources: [a]}"))
                .contains("client.paginator.type must be one of");
        assertThat(refusal("{base_url: BASE, clint: {}}")).contains("did you mean \"client\"?");
        assertThat(refusal("{base_url: BASE, endpoints: [{path: orders}], resources: [order]}"))
                .isEqualTo("There is no resource \"order\".");
    }
}
