package dev.dango.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a settings record. Users write its name in snake_case: {@code startDate}
 * is {@code start_date}.
 *
 * <p>A component may be a String, boolean, int, long, double, {@code Duration} ({@code 30d}),
 * {@code LocalDate}, {@code Instant}, {@code URI}, {@code Path} (resolved against the project's
 * folder), {@link Secret}, an enum, a record, {@code Object} (whatever YAML the user wrote), and
 * {@code Optional}, {@code List} or {@code Map<String, ...>} of these. It is required unless it is
 * an {@code Optional}, a {@code List} or a {@code Map}, or has a default.
 *
 * <p>Two names have a meaning to Dango: {@code resources}, a list of the resources to load (none
 * means all), which {@code source add} asks for as {@code --resources}; and {@code start_date}, a
 * {@code LocalDate}, where the first load begins, asked for as {@code --start-date}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /**
     * What the setting is for.
     *
     * @return one sentence
     */
    String doc();

    /**
     * The value when the user gives none, written as the user would. A {@code LocalDate} may be
     * given as {@code today - 90d}.
     *
     * @return empty when there is none
     */
    String defaultValue() default "";

    /**
     * A value one could give.
     *
     * @return empty when there is nothing to show
     */
    String example() default "";

    /**
     * A regular expression that the whole value must match.
     *
     * @return empty when everything goes
     */
    String pattern() default "";

    /**
     * Other names under which the setting is accepted.
     *
     * @return in snake_case
     */
    String[] aliases() default {};

    /**
     * The environment variable that usually holds the value of a {@link Secret}: {@code
     * STRIPE_API_KEY}.
     *
     * @return empty when there is no usual one
     */
    String env() default "";
}
