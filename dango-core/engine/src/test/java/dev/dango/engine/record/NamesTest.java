package dev.dango.engine.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "camelCase camel_case",
                "HTTPResponse http_response",
                "IDs i_ds",
                "getHTTPResponseCode get_http_response_code",
                "userID user_id",
                "ABC1def abc1def",
                "v2Beta v2_beta",
                "a+b*c axbxc",
                "a@b|c aablc",
                "1st _1st",
                "-1 _1",
                "+1 x1",
                "_leading _leading",
                "__x _x",
                "trailing_ trailingx",
                "trailing__ trailingxx",
                "___ xxx",
                "_ x",
                "$amount _amount",
                "% x",
                "Ünïcode _n_code",
                "日本語 x",
                "x😀 xx",
                "foo/bar foo_bar",
                "A.B.C a_b_c",
                "event-properties-!@#$%^&*() event_properties_a_xx"
            })
    void identifiersAreThoseOfDlt(String name, String expected) {
        assertThat(Names.identifier(name)).isEqualTo(expected);
    }

    @Test
    void namesWithSpacesAndBlankOnes() {
        assertThat(Names.identifier("col (USD)")).isEqualTo("col_usdx");
        assertThat(Names.identifier("My Table-Name")).isEqualTo("my_table_name");
        assertThat(Names.identifier("  ")).isEqualTo("_empty");
    }

    @ParameterizedTest
    @CsvSource({"a__b,a__b", "a___b,a___b", "__x,x", "trailing__,trailing", "aB__cD,a_b__c_d"})
    void pathsAreNormalisedPartByPart(String name, String expected) {
        assertThat(Names.path(name)).isEqualTo(expected);
    }

    @Test
    void nestedFieldsCarryTheirObjectsName() {
        assertThat(Names.nested("", "Id")).isEqualTo("id");
        assertThat(Names.nested("owner", "firstName")).isEqualTo("owner__first_name");
    }
}
