package dev.dango.spi;

import java.time.Duration;
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
}
