package dev.locking.tests.merge;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** An attribute of a sheet: its rule, what may be in it, and where it is. */
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state
enum Field {
    TITLE(
            "title",
            Rule.NONE,
            Field::anyText,
            sheet -> sheet.title,
            (sheet, value) -> sheet.title = (String) one(value)),
    NOTE("note", Rule.NONE, Field::anyText, sheet -> sheet.note, (sheet, value) -> sheet.note = (String) one(value)),
    WIDTH(
            "size.width",
            Rule.NONE,
            Field::number,
            sheet -> sheet.size.width,
            (sheet, value) -> sheet.size.width = (Integer) known(value)),
    HEIGHT(
            "size.height",
            Rule.NONE,
            Field::number,
            sheet -> sheet.size.height,
            (sheet, value) -> sheet.size.height = (Integer) known(value)),
    PARENT(
            "parent",
            Rule.NONE,
            () -> Arbitraries.longs().between(1, Office.PARENTS).list().ofMaxSize(1),
            Field::parent,
            (sheet, value) -> {}) {
        @Override
        void write(Sheet sheet, List<?> value, Session session) {
            sheet.parent = value.isEmpty() ? null : session.getReference(Sheet.class, value.get(0));
        }
    },
    WORDS("words", Rule.NONE, Field::set, sheet -> sheet.words, (sheet, value) -> replace(sheet.words, value)),
    VIEWS(
            "views",
            Rule.SUM,
            () -> Arbitraries.longs().between(-1_000, 1_000).list().ofSize(1),
            sheet -> sheet.views,
            (sheet, value) -> sheet.views = (Long) known(value)),
    PRICE(
            "price",
            Rule.SUM,
            () -> Arbitraries.longs()
                    .between(-1_000, 1_000)
                    .map(cents -> BigDecimal.valueOf(cents, 2))
                    .list()
                    .ofMaxSize(1),
            sheet -> sheet.price,
            (sheet, value) -> sheet.price = (BigDecimal) one(value)),
    HIGHEST(
            "highest",
            Rule.GREATEST,
            Field::anyNumber,
            sheet -> sheet.highest,
            (sheet, value) -> sheet.highest = (Integer) one(value)),
    LOWEST(
            "lowest",
            Rule.LEAST,
            Field::anyNumber,
            sheet -> sheet.lowest,
            (sheet, value) -> sheet.lowest = (Integer) one(value)),
    MINE("mine", Rule.MINE, Field::anyText, sheet -> sheet.mine, (sheet, value) -> sheet.mine = (String) one(value)),
    THEIRS(
            "theirs",
            Rule.THEIRS,
            Field::anyText,
            sheet -> sheet.theirs,
            (sheet, value) -> sheet.theirs = (String) one(value)),
    TAGS("tags", Rule.UNION, Field::set, sheet -> sheet.tags, (sheet, value) -> replace(sheet.tags, value)),
    REMARKS(
            "remarks",
            Rule.UNION,
            () -> text().list().ofMaxSize(4).map(Field::sorted),
            sheet -> sheet.remarks,
            (sheet, value) -> replace(sheet.remarks, value));

    private final String path;
    private final Rule rule;
    private final Values values;
    private final Read read;
    private final Write write;

    Field(String path, Rule rule, Values values, Read read, Write write) {
        this.path = path;
        this.rule = rule;
        this.values = values;
        this.read = read;
        this.write = write;
    }

    /** Few, so that people often agree. */
    private interface Values {

        Arbitrary<? extends List<?>> any();
    }

    private interface Read {

        @Nullable
        Object of(Sheet sheet);
    }

    private interface Write {

        void into(Sheet sheet, List<?> value);
    }

    private static @Nullable Object parent(Sheet sheet) {
        return sheet.parent == null ? null : sheet.parent.id;
    }

    private static Arbitrary<String> text() {
        return Arbitraries.of("a", "b", "c");
    }

    private static Arbitrary<? extends List<?>> anyText() {
        return text().list().ofMaxSize(1);
    }

    private static Arbitrary<? extends List<?>> number() {
        return Arbitraries.integers().between(0, 3).list().ofSize(1);
    }

    private static Arbitrary<? extends List<?>> anyNumber() {
        return Arbitraries.integers().between(0, 3).list().ofMaxSize(1);
    }

    private static Arbitrary<? extends List<?>> set() {
        return text().set().map(Field::sorted);
    }

    private static List<?> sorted(Collection<?> elements) {
        return elements.stream().sorted().toList();
    }

    private static @Nullable Object one(List<?> value) {
        return value.isEmpty() ? null : value.get(0);
    }

    private static Object known(List<?> value) {
        return requireNonNull(one(value));
    }

    private static void replace(Collection<String> elements, List<?> value) {
        elements.clear();
        value.forEach(element -> elements.add((String) element));
    }

    /** By this reports name it. */
    String path() {
        return path;
    }

    Rule rule() {
        return rule;
    }

    Arbitrary<? extends List<?>> anyValue() {
        return values.any();
    }

    List<?> read(Sheet sheet) {
        return value(read.of(sheet));
    }

    /** As the model has it. */
    static List<?> value(@Nullable Object value) {
        if (value instanceof Collection<?> elements) {
            return sorted(elements);
        }
        return value == null ? List.of() : List.of(value);
    }

    void write(Sheet sheet, List<?> value, Session session) {
        write.into(sheet, value);
    }
}
