package dev.locking.retry;

import dev.locking.GroupPolicy;
import dev.locking.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name of a setting, taken apart. In files and properties it may be written {@code max-retries} or {@code maxRetries}, as
 * Spring has it.
 *
 * @param place where it holds
 * @param of the policy or operation that it is about, in lower case, since variables of the environment have no other; else
 *     empty
 * @param part of retries, or of groups
 * @param setting as the policies call it
 */
record SettingName(Place place, String of, Part part, String setting) {

    static final String PREFIX = "locking.";

    /** What belongs to no policy, and is read by its name. */
    private static final List<String> OTHERS = List.of(
            "enabled",
            "check",
            "group.connections",
            "group.table",
            "group.create",
            "ledger.table",
            "ledger.keep",
            "ledger.create",
            "report.modified-by",
            "report.modified-at");

    private static final List<String> FAMILIES =
            List.of("retry", "group", "policies", "operations", "enabled", "check", "ledger", "report");

    /** Closer than that, a name that others may have is taken for one of ours that is misspelled. */
    static final int TYPING_ERRORS = 2;

    enum Place {
        EVERYWHERE,
        POLICY,
        OPERATION,
        OTHER
    }

    enum Part {
        RETRY,
        GROUP;

        private List<String> settings() {
            return this == RETRY ? RetryPolicy.settingNames() : GroupPolicy.settingNames();
        }

        @Nullable
        String setting(String written) {
            String plain = plain(written);
            return settings().stream()
                    .filter(setting -> plain(setting).equals(plain))
                    .findFirst()
                    .orElse(null);
        }

        private static String plain(String name) {
            return name.replace("-", "").toLowerCase(Locale.ROOT);
        }

        Stream<String> written() {
            return settings().stream().map(SettingName::written);
        }
    }

    /** As it is written in files: {@code max-retries}. */
    static String written(String setting) {
        return setting.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    static SettingName other(String rest) {
        return new SettingName(Place.OTHER, "", Part.RETRY, rest);
    }

    /**
     * Takes a name apart.
     *
     * @param name which begins with {@value #PREFIX}
     * @return null if it is a name that others may have, which is like none of ours
     * @throws IllegalArgumentException if there is no such setting
     */
    static @Nullable SettingName parse(String name) {
        String rest = name.substring(PREFIX.length());
        if (OTHERS.contains(rest)) {
            return other(rest);
        }
        int dot = rest.indexOf('.');
        String tail = dot < 0 ? "" : rest.substring(dot + 1);
        return switch (dot < 0 ? rest : rest.substring(0, dot)) {
            case "retry" -> of(Place.EVERYWHERE, "", Part.RETRY, tail, name);
            case "group" -> of(Place.EVERYWHERE, "", Part.GROUP, tail, name);
            case "policies" -> named(Place.POLICY, tail, name);
            case "operations" -> named(Place.OPERATION, tail, name);
            case "enabled", "check", "ledger", "report" -> throw unknown(name, PREFIX, OTHERS.stream());
            default -> likeOurs(rest, dot, name);
        };
    }

    /**
     * What a name means that leaves out what the setting is of: {@code locking.delay} is {@code locking.retry.delay}.
     *
     * @param name which begins with {@value #PREFIX}, and is none of ours
     * @return null if it is like no setting
     */
    static @Nullable String meantBy(String name) {
        String rest = name.substring(PREFIX.length());
        if (Part.RETRY.setting(rest) != null) {
            return PREFIX + "retry." + rest;
        }
        return Part.GROUP.setting(rest) != null ? PREFIX + "group." + rest : null;
    }

    private static @Nullable SettingName likeOurs(String rest, int dot, String name) {
        String family = dot < 0 ? rest : rest.substring(0, dot);
        String nearest = NearName.within(TYPING_ERRORS, family, FAMILIES);
        if (nearest == null) {
            return null;
        }
        throw new IllegalArgumentException("There is no setting " + name + ". Is " + PREFIX + nearest
                + (dot < 0 ? "" : rest.substring(dot)) + " meant?");
    }

    private static SettingName named(Place place, String tail, String name) {
        int dot = tail.lastIndexOf('.');
        if (dot <= 0) {
            throw new IllegalArgumentException(name + " says of no "
                    + (place == Place.POLICY ? "policy" : "operation") + " what to set. Write, for instance, "
                    + (dot < 0 ? name : name.substring(0, name.length() - 1)) + ".max-retries.");
        }
        String of = tail.substring(0, dot);
        String setting = tail.substring(dot + 1);
        return of.endsWith(".group") && of.length() > ".group".length()
                ? of(place, of.substring(0, of.length() - ".group".length()), Part.GROUP, setting, name)
                : of(place, of, Part.RETRY, setting, name);
    }

    private static SettingName of(Place place, String of, Part part, String written, String name) {
        String setting = part.setting(written);
        if (setting == null || (place == Place.POLICY && setting.equals("policy"))) {
            String before = name.substring(0, name.length() - written.length());
            boolean isOfGroup = place != Place.EVERYWHERE && Part.GROUP.setting(written) != null;
            throw unknown(name, before, isOfGroup ? Stream.of("group." + written) : candidates(place, part));
        }
        return new SettingName(place, of.toLowerCase(Locale.ROOT), part, setting);
    }

    private static Stream<String> candidates(Place place, Part part) {
        List<String> names = new ArrayList<>(part.written().toList());
        if (place == Place.POLICY) {
            names.remove("policy");
        }
        if (part == Part.RETRY && place != Place.EVERYWHERE) {
            Part.GROUP.written().map("group."::concat).forEach(names::add);
        }
        if (part == Part.GROUP && place == Place.EVERYWHERE) {
            OTHERS.stream()
                    .filter(other -> other.startsWith("group."))
                    .map(other -> other.substring("group.".length()))
                    .forEach(names::add);
        }
        return names.stream();
    }

    private static IllegalArgumentException unknown(String name, String before, Stream<String> candidates) {
        List<String> names = candidates.map(before::concat).toList();
        return new IllegalArgumentException("There is no setting " + name + ". Is " + NearName.of(name, names)
                + " meant? There are " + String.join(", ", names) + ".");
    }
}
