package dev.locking.tests.merge;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/** What is in a sheet, or some of it: a change. */
record Values(Map<Field, List<?>> byField) {

    static Values of(Sheet sheet) {
        Map<Field, List<?>> all = new EnumMap<>(Field.class);
        Arrays.stream(Field.values()).forEach(field -> all.put(field, field.read(sheet)));
        return new Values(all);
    }

    List<?> of(Field field) {
        return byField.getOrDefault(field, List.of());
    }

    Values with(Values change) {
        Map<Field, List<?>> all = new EnumMap<>(byField);
        all.putAll(change.byField);
        return new Values(all);
    }

    void write(Sheet sheet, Session session) {
        byField.forEach((field, value) -> field.write(sheet, value, session));
    }

    /** The attributes that the model does not merge into these values, which are theirs. */
    Set<Field> overlaps(Values base, Values mine) {
        Set<Field> overlaps = EnumSet.allOf(Field.class);
        overlaps.removeIf(field ->
                field.rule().merge(base.of(field), mine.of(field), of(field)).isPresent());
        return overlaps;
    }

    /** These values, which are theirs, with what mine changes; empty if anything overlaps. */
    Optional<Values> merged(Values base, Values mine) {
        if (!overlaps(base, mine).isEmpty()) {
            return Optional.empty();
        }
        Map<Field, List<?>> all = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            field.rule().merge(base.of(field), mine.of(field), of(field)).ifPresent(value -> all.put(field, value));
        }
        return Optional.of(new Values(all));
    }
}
