package dev.dango.cli.view;

/** Dresses text for a terminal, or leaves it alone. */
public enum Style {
    /** For files, pipes, {@code NO_COLOR} and terminals that know no colours. */
    PLAIN,
    /** For terminals that understand ANSI sequences. */
    COLOURED;

    /**
     * What stands out.
     *
     * @param text anything
     * @return the text, dressed
     */
    public String bold(String text) {
        return dressed("1", text);
    }

    /**
     * What stands back.
     *
     * @param text anything
     * @return the text, dressed
     */
    public String dim(String text) {
        return dressed("2", text);
    }

    /**
     * What went well.
     *
     * @param text anything
     * @return the text, dressed
     */
    public String good(String text) {
        return dressed("32", text);
    }

    /**
     * What deserves a look.
     *
     * @param text anything
     * @return the text, dressed
     */
    public String warning(String text) {
        return dressed("33", text);
    }

    /**
     * What went wrong.
     *
     * @param text anything
     * @return the text, dressed
     */
    public String bad(String text) {
        return dressed("31", text);
    }

    private String dressed(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
