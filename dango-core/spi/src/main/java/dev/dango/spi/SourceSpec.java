package dev.dango.spi;

import java.util.Objects;

/**
 * Describes a type of source. Immutable; each method returns a changed copy.
 *
 * <p>The categories users know are {@code Marketing & Analytics}, {@code Business & CRM}, {@code
 * E-commerce & Payment}, {@code Files & Storage}, {@code Databases}, {@code Streaming}, {@code
 * Development}, {@code Communication} and {@code Local & Custom}; others are shown after them.
 */
public final class SourceSpec {

    private final String type;
    private final String title;
    private final String category;
    private final String description;
    private final String docs;
    private final String access;
    private final String limits;
    private final Class<? extends Record> config;

    private SourceSpec(
            String type,
            String title,
            String category,
            String description,
            String docs,
            String access,
            String limits,
            Class<? extends Record> config) {
        this.type = type;
        this.title = title;
        this.category = category;
        this.description = description;
        this.docs = docs;
        this.access = access;
        this.limits = limits;
        this.config = config;
    }

    /** The settings of a source that has none. */
    private record NoSettings() {}

    /**
     * Starts a description.
     *
     * @param type what users write after {@code type:}; lower-case letters, digits and underscores,
     *     a letter first
     * @param title what lists show, such as {@code Google Sheets}
     * @return never null
     */
    public static SourceSpec of(String type, String title) {
        if (!type.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a source type: " + type);
        }
        Objects.requireNonNull(title, "title");
        return new SourceSpec(type, title, "Other", "", "", "", "", NoSettings.class);
    }

    /**
     * Sets the category, {@code Other} unless set.
     *
     * @param newCategory one of those above, or another
     * @return a changed copy
     */
    public SourceSpec category(String newCategory) {
        return new SourceSpec(type, title, newCategory, description, docs, access, limits, config);
    }

    /**
     * Sets what the source loads and what it needs.
     *
     * @param newDescription one or two sentences
     * @return a changed copy
     */
    public SourceSpec description(String newDescription) {
        return new SourceSpec(type, title, category, newDescription, docs, access, limits, config);
    }

    /**
     * Sets the address of the vendor's documentation.
     *
     * @param url where to read on
     * @return a changed copy
     */
    public SourceSpec docs(String url) {
        return new SourceSpec(type, title, category, description, url, access, limits, config);
    }

    /**
     * Says how to be let in: where the credential is made, and which scopes or permissions it needs
     * for which tables.
     *
     * @param newAccess a few sentences
     * @return a changed copy
     */
    public SourceSpec access(String newAccess) {
        return new SourceSpec(type, title, category, description, docs, newAccess, limits, config);
    }

    /**
     * Says what the service allows in a stretch of time, and what a sync takes of it or costs.
     *
     * @param newLimits a few sentences
     * @return a changed copy
     */
    public SourceSpec limits(String newLimits) {
        return new SourceSpec(type, title, category, description, docs, access, newLimits, config);
    }

    /**
     * Sets the record of settings; its components carry {@link Setting}.
     *
     * @param newConfig a record class
     * @return a changed copy
     */
    public SourceSpec config(Class<? extends Record> newConfig) {
        return new SourceSpec(type, title, category, description, docs, access, limits, newConfig);
    }

    /**
     * What users write after {@code type:}.
     *
     * @return never null
     */
    public String type() {
        return type;
    }

    /**
     * What lists show.
     *
     * @return never null
     */
    public String title() {
        return title;
    }

    /**
     * Under which heading lists show it.
     *
     * @return never null
     */
    public String category() {
        return category;
    }

    /**
     * What the source loads and what it needs.
     *
     * @return empty if not set
     */
    public String description() {
        return description;
    }

    /**
     * The address of the vendor's documentation.
     *
     * @return empty if not set
     */
    public String docs() {
        return docs;
    }

    /**
     * How to be let in.
     *
     * @return empty if not set
     */
    public String access() {
        return access;
    }

    /**
     * What the service allows, and what a sync takes of it or costs.
     *
     * @return empty if not set
     */
    public String limits() {
        return limits;
    }

    /**
     * The record of settings.
     *
     * @return a record without components if not set
     */
    public Class<? extends Record> config() {
        return config;
    }

    @Override
    public String toString() {
        return type;
    }
}
