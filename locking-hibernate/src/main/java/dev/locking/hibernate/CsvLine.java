package dev.locking.hibernate;

import java.util.ArrayList;
import java.util.List;

/** Reads one line of comma-separated fields. A field in quotes may contain commas, and quotes if they are doubled. */
final class CsvLine {

    private final String line;
    private int position;

    private CsvLine(String line) {
        this.line = line;
    }

    /** @throws IllegalArgumentException if quotes are not closed, or something follows the closing ones */
    static List<String> fields(String line) {
        CsvLine reader = new CsvLine(line);
        List<String> fields = new ArrayList<>();
        do {
            fields.add(reader.field());
        } while (reader.skipComma());
        return fields;
    }

    private String field() {
        return position < line.length() && line.charAt(position) == '"' ? quoted() : plain();
    }

    private String plain() {
        int start = position;
        int comma = line.indexOf(',', start);
        position = comma < 0 ? line.length() : comma;
        return line.substring(start, position);
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        do {
            int start = position + 1;
            position = line.indexOf('"', start);
            if (position < 0) {
                throw new IllegalArgumentException("quotes are not closed");
            }
            field.append(line, start, ++position);
        } while (position < line.length() && line.charAt(position) == '"');
        return field.substring(0, field.length() - 1);
    }

    private boolean skipComma() {
        if (position == line.length()) {
            return false;
        }
        if (line.charAt(position) != ',') {
            throw new IllegalArgumentException("no comma after a field in quotes");
        }
        position++;
        return true;
    }
}
