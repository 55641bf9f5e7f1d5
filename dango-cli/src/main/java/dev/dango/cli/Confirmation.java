package dev.dango.cli;

import dev.dango.cli.add.Prompts;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceException;
import java.io.IOException;

/** Asks before something is done that cannot be taken back. */
final class Confirmation {

    private final Session session;

    Confirmation(Session session) {
        this.session = session;
    }

    /**
     * Asks.
     *
     * @param doing what is going to be done, as the subject of a sentence: "Removing web"
     * @param question what to ask
     * @return whether the answer was yes
     * @throws SourceException of kind CONFIG if there is nobody to ask
     */
    boolean given(String doing, String question) throws IOException {
        if (!session.isInteractive()) {
            throw SourceException.of(ErrorKind.CONFIG, doing + " needs a confirmation.")
                    .hint("Add --yes to do it without being asked.");
        }
        try (Prompts prompts = new Prompts(session.host().prompting().open())) {
            return prompts.confirm(question, false);
        }
    }
}
