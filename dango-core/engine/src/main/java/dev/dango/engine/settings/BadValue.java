package dev.dango.engine.settings;

/** A value that a setting cannot take; the message completes a sentence about the setting. */
final class BadValue extends Exception {

    private static final long serialVersionUID = 1L;

    BadValue(String predicate) {
        super(predicate);
    }
}
