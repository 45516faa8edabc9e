package dev.locking.hibernate;

import dev.locking.AttributeMerger;
import dev.locking.MergeRule;
import dev.locking.Modification;
import dev.locking.OnConflict;
import dev.locking.ShownInReports;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.metamodel.mapping.ManagedMappingType;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.spi.NavigablePath;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** The attributes of an entity as reports name them, those of embeddables each on its own. Immutable. */
final class EntityAttributes {

    /** By name, so that nothing depends on Spring. */
    private static final Set<String> MODIFIED_BY = Set.of("org.springframework.data.annotation.LastModifiedBy");

    private static final Set<String> MODIFIED_AT =
            Set.of("org.springframework.data.annotation.LastModifiedDate", UpdateTimestamp.class.getName());

    private static final Set<MergeRule> SUITING_ALL = EnumSet.of(MergeRule.FAIL, MergeRule.MINE, MergeRule.THEIRS);

    private static final Set<String> SHOWN = Set.of(ShownInReports.class.getName());

    private final EntityPersister persister;
    private final ReportSettings settings;
    private final List<Attribute> all = new ArrayList<>();
    private int modifiedBy = -1;
    private int modifiedAt = -1;

    EntityAttributes(EntityPersister persister, ReportSettings settings) {
        this.persister = persister;
        this.settings = settings;
        String[] names = persister.getPropertyNames();
        for (int i = 0; i < names.length; i++) {
            Type type = persister.getPropertyTypes()[i];
            boolean reported =
                    i != persister.getVersionPropertyIndex() && !isGeneratedOnUpdate(i) && !isIdentifier(names[i]);
            boolean compared = persister.getPropertyVersionability()[i] && !type.isCollectionType();
            add(
                    new Attribute(names[i], type, persister.getPropertyLaziness()[i], reported, compared, false, null),
                    names[i],
                    persister);
        }
    }

    /** Hibernate maps the attributes of an {@code @IdClass} once more. */
    private static boolean isIdentifier(String name) {
        return name.equals(NavigablePath.IDENTIFIER_MAPPER_PROPERTY);
    }

    private boolean isGeneratedOnUpdate(int property) {
        Generator generator = persister.getGenerators()[property];
        return generator != null && generator.generatesOnUpdate();
    }

    /** Adds the attribute, or those that it embeds, in the order of {@link AttributeValues#of}. */
    private void add(Attribute attribute, String name, @Nullable ManagedMappingType owner) {
        AttributeMapping mapping = owner == null ? null : owner.findAttributeMapping(name);
        Attribute marked = ruled(isAnnotated(mapping, SHOWN) ? attribute.asShown() : attribute, mapping);
        if (attribute.type() instanceof CompositeType embeddable
                && !attribute.type().isAnyType()) {
            ManagedMappingType embedded =
                    mapping instanceof EmbeddableValuedModelPart part ? part.getEmbeddableTypeDescriptor() : null;
            for (int i = 0; i < embeddable.getPropertyNames().length; i++) {
                String inside = embeddable.getPropertyNames()[i];
                add(marked.embedding(inside, embeddable.getSubtypes()[i]), inside, embedded);
            }
        } else {
            addSingle(marked, mapping);
        }
    }

    /** By the attribute's own annotation, else by that of what it is embedded in, else by that of its class. */
    private Attribute ruled(Attribute attribute, @Nullable AttributeMapping mapping) {
        Member member = member(mapping);
        if (member == null || mapping == null) {
            return attribute;
        }
        String where = persister.getImportedName() + "." + attribute.path();
        Optional<OnConflict> own = members(member.getDeclaringClass(), mapping.getAttributeName())
                .map(found -> found.getAnnotation(OnConflict.class))
                .filter(Objects::nonNull)
                .findFirst();
        if (own.isPresent()) {
            refuseOnVersion(attribute, where);
            return isEmbedding(attribute)
                    ? attribute.ruledBy(suitingAll(own.get(), where))
                    : attribute.ruledBy(AttributeRule.of(own.get(), attribute.type(), where));
        }
        OnConflict ofType = member.getDeclaringClass().getAnnotation(OnConflict.class);
        return attribute.rule() != null || ofType == null
                ? attribute
                : attribute.ruledBy(
                        suitingAll(ofType, member.getDeclaringClass().getName()));
    }

    private static boolean isEmbedding(Attribute attribute) {
        return attribute.type() instanceof CompositeType && !attribute.type().isAnyType();
    }

    private void refuseOnVersion(Attribute attribute, String where) {
        int version = persister.getVersionPropertyIndex();
        if (version >= 0 && persister.getPropertyNames()[version].equals(attribute.path())) {
            throw new UnsuitableRuleException(
                    "@OnConflict on " + where
                            + " cannot work: it is the version, by which conflicts are found. Drop the annotation.",
                    null);
        }
    }

    private static AttributeRule suitingAll(OnConflict annotation, String where) {
        boolean suits = annotation.with() == AttributeMerger.class && SUITING_ALL.contains(annotation.value());
        if (!suits) {
            throw new UnsuitableRuleException(
                    "@OnConflict(" + annotation.value() + ") on " + where
                            + " cannot work: it is for several attributes, and suits one type of them. Set FAIL, MINE or THEIRS"
                            + " here, and the rule on the attribute.",
                    null);
        }
        return AttributeRule.ofAny(annotation.value());
    }

    /** Who changed a row, and when, differs with every change. What the other side owns is changed there. */
    private void addSingle(Attribute attribute, @Nullable AttributeMapping mapping) {
        boolean saysWho = attribute.path().equals(settings.modifiedBy()) || isAnnotated(mapping, MODIFIED_BY);
        boolean saysWhen = attribute.path().equals(settings.modifiedAt()) || isAnnotated(mapping, MODIFIED_AT);
        if (saysWho) {
            modifiedBy = preferred(modifiedBy, attribute, settings.modifiedBy());
        }
        if (saysWhen) {
            modifiedAt = preferred(modifiedAt, attribute, settings.modifiedAt());
        }
        boolean quiet = saysWho || saysWhen || mapping == null || isInverse(attribute.type());
        all.add(quiet ? attribute.asUnreported() : attribute);
    }

    /** What a setting names goes before what is annotated. */
    private int preferred(int known, Attribute attribute, @Nullable String setting) {
        return known < 0 || attribute.path().equals(setting) ? all.size() : known;
    }

    private boolean isInverse(Type type) {
        return type instanceof CollectionType collection && collection.isInverse(persister.getFactory());
    }

    /** On the field or on the getter, whichever of them Hibernate uses. */
    private static boolean isAnnotated(@Nullable AttributeMapping mapping, Set<String> annotations) {
        Member member = member(mapping);
        return member != null
                && mapping != null
                && members(member.getDeclaringClass(), mapping.getAttributeName())
                        .flatMap(found -> Arrays.stream(found.getAnnotations()))
                        .anyMatch(found ->
                                annotations.contains(found.annotationType().getName()));
    }

    private static @Nullable Member member(@Nullable AttributeMapping mapping) {
        return mapping == null ? null : mapping.getPropertyAccess().getGetter().getMember();
    }

    private static Stream<AnnotatedElement> members(Class<?> type, String attribute) {
        String capitalized = attribute.substring(0, 1).toUpperCase(Locale.ROOT) + attribute.substring(1);
        Set<String> getters = Set.of("get" + capitalized, "is" + capitalized);
        return Stream.concat(
                Arrays.stream(type.getDeclaredFields())
                        .filter(field -> field.getName().equals(attribute)),
                Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.getParameterCount() == 0 && getters.contains(method.getName())));
    }

    List<Attribute> all() {
        return all;
    }

    /** Whether the attribute says who changed the row, or when. */
    boolean saysWhoOrWhen(int index) {
        return index == modifiedBy || index == modifiedAt;
    }

    /** Instead of values that are not known. */
    List<@Nullable Object> absent() {
        return Collections.nCopies(all.size(), AttributeValues.ABSENT);
    }

    /** One for each of {@link #all()}. */
    List<@Nullable Object> values(@Nullable Object[] state, SharedSessionContractImplementor session) {
        return new AttributeValues(session).of(persister.getPropertyTypes(), state);
    }

    /** What the values say of who changed them last. */
    Modification modification(List<@Nullable Object> values) {
        return new Modification(
                value(values, modifiedBy), value(values, modifiedAt), isShown(modifiedBy), isShown(modifiedAt));
    }

    private static @Nullable Object value(List<@Nullable Object> values, int index) {
        Object value = index < 0 ? null : values.get(index);
        return AttributeValues.isAbsent(value) ? null : value;
    }

    private boolean isShown(int index) {
        return index >= 0 && all.get(index).shown();
    }
}
