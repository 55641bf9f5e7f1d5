package dev.dango.connectors.google.sheets;

import dev.dango.http.HttpClient;
import dev.dango.http.Request;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import java.util.Optional;

/** When a file was changed last, as Google Drive says. Asked once; of one run. Thread-safe. */
final class FileVersion {

    private final String id;
    private final HttpClient drive;
    private boolean asked;
    private Optional<String> known = Optional.empty();

    private FileVersion(String id, HttpClient drive) {
        this.id = id;
        this.drive = drive;
    }

    static FileVersion of(String id, HttpClient drive) {
        return new FileVersion(id, drive);
    }

    /** For a file of which nobody wants to know. */
    static FileVersion unknown() {
        FileVersion version = new FileVersion("", null);
        version.asked = true;
        return version;
    }

    /** The file with its time of change; empty if Drive does not say, and all has to be read. */
    synchronized Optional<String> of(SourceContext context) {
        if (!asked) {
            known = ask(context);
            asked = true;
        }
        return known;
    }

    private Optional<String> ask(SourceContext context) {
        Request request =
                drive.get("/files/" + id)
                        .query("fields", "modifiedTime")
                        .query("supportsAllDrives", true);
        try {
            return drive.send(request, context).text("/modifiedTime").map(time -> id + " " + time);
        } catch (SourceException e) {
            if (e.kind() == ErrorKind.CANCELLED) {
                throw e;
            }
            context.warn(
                    "Google Drive does not say whether the file has changed, so it is read anew by"
                            + " each sync; enable the Google Drive API for the service account's"
                            + " project, or set skip_unchanged to false");
            return Optional.empty();
        }
    }
}
