package dev.dango.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Something went wrong, in words for the user: the message says what happened, the {@link #hint}
 * what to do. Dango adds which source and resource it was. Immutable; each method returns a changed
 * copy.
 */
public final class SourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;
    private final String hint;
    private final Duration retryAfter;

    private SourceException(
            ErrorKind kind, String message, String hint, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.hint = hint;
        this.retryAfter = retryAfter;
    }

    /**
     * Starts an exception.
     *
     * @param kind what sort of thing went wrong
     * @param message one sentence that says what happened
     * @return never null
     */
    public static SourceException of(ErrorKind kind, String message) {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
        return new SourceException(kind, message, "", null, null);
    }

    /**
     * Says what to do about it.
     *
     * @param newHint one sentence, such as {@code Give the token the scope "read:orders".}
     * @return a changed copy
     */
    public SourceException hint(String newHint) {
        return copy(newHint, retryAfter, getCause());
    }

    /**
     * Asks in the hint whether another name was meant, if there is one that is near enough.
     *
     * @param written what there is no such name for
     * @param names what there is
     * @return a changed copy
     */
    public SourceException didYouMean(String written, Collection<String> names) {
        return nearest(written, names)
                .map(name -> hint((hint + " Did you mean \"" + name + "\"?").strip()))
                .orElse(this);
    }

    /**
     * Says how long the remote system told us to wait.
     *
     * @param wait not negative
     * @return a changed copy
     */
    public SourceException retryAfter(Duration wait) {
        return copy(hint, wait, getCause());
    }

    /**
     * Adds the cause, which only {@code --debug} shows.
     *
     * @param cause what was caught
     * @return a changed copy
     */
    public SourceException causedBy(Throwable cause) {
        return copy(hint, retryAfter, cause);
    }

    private SourceException copy(String newHint, Duration wait, Throwable cause) {
        SourceException copy = new SourceException(kind, getMessage(), newHint, wait, cause);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /**
     * What sort of thing went wrong.
     *
     * @return never null
     */
    public ErrorKind kind() {
        return kind;
    }

    /**
     * What to do about it.
     *
     * @return empty if nobody said
     */
    public String hint() {
        return hint;
    }

    /**
     * How long the remote system told us to wait.
     *
     * @return empty if it did not
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * Guesses which name was meant, for messages about what users write.
     *
     * @param written what there is no such name for
     * @param names what there is
     * @return the name that is a few typing mistakes away, upper and lower case alike; empty if
     *     none is near enough
     */
    public static Optional<String> nearest(String written, Collection<String> names) {
        int tolerated = Math.max(1, written.length() / 3);
        return names.stream()
                .filter(name -> distance(written, name) <= tolerated)
                .min(
                        Comparator.<String>comparingInt(name -> distance(written, name))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** Optimal string alignment: insertions, deletions, substitutions and swapped neighbours. */
    private static int distance(String written, String name) {
        String a = written.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        int[][] mistakes = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                mistakes[i][j] = i == 0 || j == 0 ? i + j : fewest(mistakes, a, i, b, j);
            }
        }
        return mistakes[a.length()][b.length()];
    }

    private static int fewest(int[][] mistakes, String a, int i, String b, int j) {
        char last = a.charAt(i - 1);
        int fewest = mistakes[i - 1][j - 1] + (last == b.charAt(j - 1) ? 0 : 1);
        fewest = Math.min(fewest, Math.min(mistakes[i - 1][j], mistakes[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && last == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(fewest, mistakes[i - 2][j - 2] + 1) : fewest;
    }
}
