package dev.dango.spi;

import java.util.List;

/**
 * <em>Implemented by plugins.</em> A kind of place that data comes from, such as Stripe or a folder
 * of CSV files.
 *
 * <p>An implementation is stateless and thread-safe and has a public constructor without
 * parameters; one instance serves every configured source of its type. It is found by {@link
 * java.util.ServiceLoader} through {@code META-INF/services/dev.dango.spi.Source}.
 */
public interface Source {

    /**
     * Version of this SPI, {@code MAJOR.MINOR.PATCH}. A plugin states in its manifest, as {@code
     * Plugin-Requires}, which versions it works with.
     */
    String SPI_VERSION = "1.0.0";

    /**
     * Name, title, category and settings of this type. Pure: no input or output, the same answer
     * every time.
     *
     * @return never null
     */
    SourceSpec spec();

    /**
     * The tables on offer under this configuration. Called once per run, before any read; may ask
     * the remote system.
     *
     * @param context the run's context
     * @return the resources the configuration selects, with distinct names; never null
     * @throws Exception anything; a {@link SourceException} says more than other exceptions do
     */
    List<Resource> resources(SourceContext context) throws Exception;

    /** What is needed to say what a run would read. */
    enum Planning {
        /** This machine: {@link #resources}, {@link Resource#slices} and the files they note. */
        LOCAL,
        /** The configuration: {@link #resources} contacts nothing, but slices may. */
        DECLARED,
        /** The remote system, which says what resources there are. */
        ASKED
    }

    /**
     * How much of a run can be planned without contacting anything, for {@code dango sync
     * --dry-run}. Pure.
     *
     * @return never null
     */
    default Planning planning() {
        return Planning.ASKED;
    }

    /**
     * Values to offer for a setting, given the settings filled in so far: sheet names, accounts,
     * the resources one can select. Dango offers them in {@code source add}.
     *
     * @param setting name of the setting as users write it, in snake_case
     * @param context a context whose settings may still be incomplete
     * @return the values in the order to show them; empty when there is nothing to offer
     * @throws Exception anything; the wizard then asks for free text instead
     */
    default List<String> choices(String setting, SourceContext context) throws Exception {
        return List.of();
    }

    /**
     * Returns if the remote system can be reached and lets us in, and throws otherwise. Takes a few
     * requests at most and changes nothing.
     *
     * @param context the run's context
     * @throws Exception when it does not work; the message goes to the user
     */
    default void check(SourceContext context) throws Exception {
        resources(context);
    }
}
