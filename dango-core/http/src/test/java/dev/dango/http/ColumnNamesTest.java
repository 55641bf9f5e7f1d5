package dev.dango.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnNamesTest {

    private final ColumnNames names = new ColumnNames("id", "created_time");

    @Test
    void takesNamesAsTheyAre() {
        assertThat(names.of("Due date", "f1")).isEqualTo("Due date");
    }

    @Test
    void tellsFieldsApartThatWouldShareAColumn() {
        assertThat(names.of("Price (€)", "f1")).isEqualTo("Price (€)");
        assertThat(names.of("Price ($)", "f2")).isEqualTo("Price ($)_f2");
        assertThat(names.of("price", "f3")).isEqualTo("price_f3");
    }

    @Test
    void keepsNamesThatDifferInTheirWords() {
        assertThat(names.of("To do", "f1")).isEqualTo("To do");
        assertThat(names.of("Todo", "f2")).isEqualTo("Todo");
        assertThat(names.of("toDo", "f3")).isEqualTo("toDo_f3");
    }

    @Test
    void leavesTheTablesOwnColumnsAlone() {
        assertThat(names.of("ID", "f1")).isEqualTo("ID_f1");
        assertThat(names.of("Created Time", "f2")).isEqualTo("Created Time_f2");
    }

    @Test
    void makesNoNestedColumns() {
        assertThat(names.of("No. of items", "f1")).isEqualTo("No_ of items");
        assertThat(names.of("a__b", "f2")).isEqualTo("a_b");
    }

    @Test
    void namesWhatHasNoLatinLetterByItsId() {
        assertThat(names.of("日本語", "f1")).isEqualTo("f1");
        assertThat(names.of("", "f2")).isEqualTo("f2");
    }
}
