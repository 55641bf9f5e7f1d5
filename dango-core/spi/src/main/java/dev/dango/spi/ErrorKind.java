package dev.dango.spi;

/**
 * What sort of thing went wrong, which decides whether it is tried again and whose move it is.
 * Dango may add constants: do not switch over them exhaustively.
 */
public enum ErrorKind {
    /** A setting is missing or impossible. The user's move: the configuration. */
    CONFIG(false),
    /** Credentials are refused or expired. The user's move: a new token. */
    AUTH(false),
    /** Let in, but not to this. The user's move: a scope. Other resources go on. */
    PERMISSION(false),
    /** The account, sheet, file or table is not there. The user's move. */
    NOT_FOUND(false),
    /** This version or plan of the remote system cannot do it. */
    UNSUPPORTED(false),
    /** Told to wait. Tried again. */
    RATE_LIMITED(true),
    /** The network, a time-out, a server error. Tried again. */
    TRANSIENT(true),
    /** The remote system answered nonsense. */
    REMOTE(false),
    /** A record cannot be stored. */
    DATA(false),
    /** Anything unexpected: a bug in the connector or in Dango. */
    INTERNAL(false),
    /** The user or a time-out stopped it. */
    CANCELLED(false);

    private final boolean retryable;

    ErrorKind(boolean retryable) {
        this.retryable = retryable;
    }

    /**
     * Whether another try may succeed without anybody doing anything.
     *
     * @return true for {@link #RATE_LIMITED} and {@link #TRANSIENT}
     */
    public boolean isRetryable() {
        return retryable;
    }
}
