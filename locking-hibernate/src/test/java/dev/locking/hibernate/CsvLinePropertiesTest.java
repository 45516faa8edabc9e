package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;

class CsvLinePropertiesTest {

    @Property
    void whatIsWrittenInQuotesIsReadAsItWas(@ForAll("fields") @NotEmpty List<String> fields) {
        String line = fields.stream()
                .map(field -> "\"" + field.replace("\"", "\"\"") + "\"")
                .collect(Collectors.joining(","));

        assertThat(CsvLine.fields(line)).isEqualTo(fields);
    }

    @Property
    void quotesAreNeededOnlyWhereAFieldContainsACommaOrBeginsWithAQuote(
            @ForAll("fields") @NotEmpty List<String> fields) {
        String line = fields.stream()
                .map(field -> field.contains(",") || field.startsWith("\"")
                        ? "\"" + field.replace("\"", "\"\"") + "\""
                        : field)
                .collect(Collectors.joining(","));

        assertThat(CsvLine.fields(line)).isEqualTo(fields);
    }

    @Property
    void aLineIsReadOrRefusedAndNothingElse(@ForAll("lines") String line) {
        try {
            assertThat(CsvLine.fields(line)).isNotEmpty();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("quotes are not closed|no comma after a field in quotes");
            assertThat(line).contains("\"");
        }
    }

    @Provide
    Arbitrary<List<String>> fields() {
        return lines().list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.strings().withChars("ab,\"\" ").ofMaxLength(8);
    }
}
