package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CsvLineTest {

    @Test
    void fieldsAreSeparatedByCommas() {
        assertThat(CsvLine.fields("a,b c,d")).containsExactly("a", "b c", "d");
    }

    @Test
    void emptyFieldsCount() {
        assertThat(CsvLine.fields("")).containsExactly("");
        assertThat(CsvLine.fields(",,")).containsExactly("", "", "");
        assertThat(CsvLine.fields("\"\",a,")).containsExactly("", "a", "");
    }

    @Test
    void aFieldInQuotesMayContainCommasAndDoubledQuotes() {
        assertThat(CsvLine.fields("\"a, b\",\"say \"\"x\"\"\",\"\"\"\"")).containsExactly("a, b", "say \"x\"", "\"");
    }

    @Test
    void quotesWithinAFieldAreOrdinary() {
        assertThat(CsvLine.fields("a \"b\",c")).containsExactly("a \"b\"", "c");
    }

    @Test
    void refusesBrokenQuotes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CsvLine.fields("a,\"b"))
                .withMessage("quotes are not closed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CsvLine.fields("\""))
                .withMessage("quotes are not closed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CsvLine.fields("\"a\"b,c"))
                .withMessage("no comma after a field in quotes");
    }
}
