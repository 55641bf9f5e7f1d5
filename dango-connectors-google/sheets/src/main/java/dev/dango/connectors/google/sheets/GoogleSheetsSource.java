package dev.dango.connectors.google.sheets;

import dev.dango.http.Endpoint;
import dev.dango.http.LimitHeaders;
import dev.dango.http.Match;
import dev.dango.http.Response;
import dev.dango.http.RestApi;
import dev.dango.http.RestSource;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.RecordSink;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Secret;
import dev.dango.spi.Setting;
import dev.dango.spi.SourceContext;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tabs and ranges of a spreadsheet, a table each, and a table that lists them. They are read when
 * Google Drive says that the file has changed since the last time.
 */
public final class GoogleSheetsSource extends RestSource {

    private static final String INFO = "spreadsheet_info";

    private static final ResourceSpec INFORMATION =
            ResourceSpec.named(INFO)
                    .description("A range of the spreadsheet.")
                    .mergeKey("spreadsheet_id")
                    .mode(WriteMode.MERGE);

    private static final Pattern ID = Pattern.compile("(?:.*/d/)?([\\w-]{5,})(?:[/?#].*)?");

    /** The quota is one of whole minutes, and no header says when the next one begins. */
    private static final Duration EXHAUSTED = Duration.ofSeconds(20);

    /** What users write under {@code google_sheets:}. */
    public record Config(
            @Setting(
                            doc = "The spreadsheet's address in the browser, or its id.",
                            example =
                                    "https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms/edit")
                    String spreadsheetUrlOrId,
            @Setting(
                            doc =
                                    "Tabs, named ranges and references such as Plan!B2:F to load;"
                                            + " without it all tabs.",
                            example = "[Plan, Actuals]")
                    List<String> rangeNames,
            @Setting(
                            doc =
                                    "JSON key of a service account, or JSON with client_id,"
                                            + " client_secret and refresh_token.",
                            env = "GOOGLE_SHEETS_CREDENTIALS")
                    Optional<Secret> credentials,
            @Setting(
                            doc = "File with the JSON key of a service account.",
                            example = "secrets/service-account.json")
                    Optional<Path> credentialsFile,
            @Setting(
                            doc =
                                    "Whether a file that has not changed is left as it was loaded."
                                            + " Say false if formulas bring in what changes outside"
                                            + " of the file: IMPORTRANGE, GOOGLEFINANCE, NOW.",
                            defaultValue = "true")
                    boolean skipUnchanged,
            @Setting(doc = "Has no effect; older configurations have it.")
                    Optional<String> deduplication,
            @Setting(
                            doc = "Address of the Google Sheets API.",
                            defaultValue = "https://sheets.googleapis.com")
                    String baseUrl,
            @Setting(
                            doc = "Address of the Google Drive API.",
                            defaultValue = "https://www.googleapis.com/drive/v3")
                    String driveUrl) {

        String spreadsheetId() {
            Matcher id = ID.matcher(spreadsheetUrlOrId.strip());
            if (!id.matches()) {
                throw SourceException.of(
                                ErrorKind.CONFIG,
                                "\"" + spreadsheetUrlOrId + "\" is no spreadsheet's address or id.")
                        .hint("Copy spreadsheet_url_or_id from the browser.");
            }
            return id.group(1);
        }

        private Secret key() throws IOException {
            if (credentialsFile.isPresent()) {
                if (!Files.isRegularFile(credentialsFile.get())) {
                    throw SourceException.of(
                                    ErrorKind.CONFIG,
                                    "There is no file " + credentialsFile.get() + ".")
                            .hint("Check credentials_file.");
                }
                return Secret.of(Files.readString(credentialsFile.get()));
            }
            return credentials.orElseThrow(
                    () ->
                            SourceException.of(
                                            ErrorKind.CONFIG,
                                            "There are no credentials for Google Sheets.")
                                    .hint(
                                            "Name the JSON key of a service account by"
                                                    + " credentials_file, or a variable that holds"
                                                    + " it by credentials_env."));
        }
    }

    @Override
    public SourceSpec spec() {
        return SourceSpec.of("google_sheets", "Google Sheets")
                .category("Marketing & Analytics")
                .description("Tabs and ranges of a spreadsheet, a table each.")
                .docs("https://developers.google.com/workspace/sheets/api/reference/rest")
                .access(
                        "Make a service account in a Google Cloud project, enable the Google Sheets"
                                + " API and the Google Drive API there, and download a JSON key of"
                                + " the account. Share the spreadsheet with the account's e-mail"
                                + " address; reading is enough. Without the Drive API everything is"
                                + " loaded by each sync.")
                .limits(
                        "Google answers 60 requests a minute for an account and 300 for a project,"
                                + " at no cost. A sync takes three when nothing has changed,"
                                + " otherwise two more for every 20 ranges, and one for every"
                                + " 100,000 cells of long ones.")
                .config(Config.class);
    }

    /** {@inheritDoc} The spreadsheet says what tabs there are. */
    @Override
    public Planning planning() {
        return Planning.ASKED;
    }

    @Override
    public List<String> choices(String setting, SourceContext context) throws Exception {
        return setting.equals("range_names") ? workbook(context).names() : List.of();
    }

    /** {@inheritDoc} Asks what tabs there are, and sees that those wanted are among them. */
    @Override
    public void check(SourceContext context) throws Exception {
        workbook(context).ranges(context.config(Config.class).rangeNames(), INFO);
    }

    private static Workbook workbook(SourceContext context) throws IOException {
        Config config = context.config(Config.class);
        return Workbook.open(
                config.spreadsheetId(), connection(config, credentials(context)).client(), context);
    }

    private static Credentials credentials(SourceContext context) throws IOException {
        return Credentials.of(context.config(Config.class).key(), context.clock());
    }

    private static RestApi connection(Config config, Credentials credentials) {
        return RestApi.at(config.baseUrl())
                .auth(credentials.auth())
                .limit(60, Duration.ofMinutes(1))
                .limits(GoogleSheetsSource::exhausted)
                .defaults(all -> errors(all, credentials));
    }

    private static Optional<Duration> exhausted(Response response, Instant now) {
        return LimitHeaders.common()
                .pause(response, now)
                .or(() -> Optional.of(EXHAUSTED).filter(wait -> response.status() == 429));
    }

    /**
     * See <a href="https://developers.google.com/workspace/sheets/api/troubleshoot-api-errors">
     * errors</a>.
     */
    private static Endpoint errors(Endpoint all, Credentials credentials) {
        String reader = credentials.email().orElse("the account that signs in");
        return all.fail(
                        ErrorKind.PERMISSION,
                        Match.status(403).value("/error/details/*/reason", "SERVICE_DISABLED"),
                        "Enable the Google Sheets API in the project of the credentials.")
                .fail(
                        ErrorKind.PERMISSION,
                        Match.status(403),
                        "Share the spreadsheet with " + reader + "; reading is enough.")
                .fail(ErrorKind.NOT_FOUND, Match.status(404), "Check spreadsheet_url_or_id.")
                .fail(
                        ErrorKind.UNSUPPORTED,
                        Match.status(400).value("/error/status", "FAILED_PRECONDITION"),
                        "An Excel file has to be saved as a Google spreadsheet first.");
    }

    // ---- tables ------------------------------------------------------------------------------

    @Override
    protected RestApi api(SourceContext context) throws IOException {
        Config config = context.config(Config.class);
        Credentials credentials = credentials(context);
        RestApi api = connection(config, credentials);
        Workbook workbook = Workbook.open(config.spreadsheetId(), api.client(), context);
        List<Workbook.Range> ranges = workbook.ranges(config.rangeNames(), INFO);
        Cells cells = new Cells(workbook.id(), ranges.stream().map(Workbook.Range::grid).toList());
        FileVersion version = version(config, credentials);
        for (Workbook.Range range : ranges) {
            ResourceSpec table =
                    ResourceSpec.named(range.table())
                            .description("Rows of " + range.name() + ".")
                            .mode(WriteMode.REPLACE);
            api =
                    api.resource(
                            range.table(),
                            Endpoint.custom(
                                    (name, client) ->
                                            new WhenChanged(
                                                    table,
                                                    range.grid().a1(),
                                                    version,
                                                    new SheetReader(range, cells, client))));
        }
        WhenChanged info =
                new WhenChanged(
                        INFORMATION,
                        String.join(" ", config.rangeNames()),
                        version,
                        (slice, run, out) -> describe(workbook, ranges, out));
        return api.resource(INFO, Endpoint.custom((name, client) -> info));
    }

    private static FileVersion version(Config config, Credentials credentials) {
        return config.skipUnchanged()
                ? FileVersion.of(
                        config.spreadsheetId(),
                        RestApi.at(config.driveUrl()).auth(credentials.auth()).client())
                : FileVersion.unknown();
    }

    /** What there is in the spreadsheet, and what of it has no cells to load. */
    private static void describe(Workbook workbook, List<Workbook.Range> ranges, RecordSink out) {
        for (Workbook.Range range : ranges) {
            out.row(row(workbook, range.name(), range.grid().a1(), false));
        }
        for (String tab : workbook.withoutCells()) {
            out.row(row(workbook, tab, "", true));
        }
    }

    private static Map<String, Object> row(
            Workbook workbook, String name, String range, boolean skipped) {
        return Map.of(
                "spreadsheet_id", workbook.id(),
                "title", workbook.title(),
                "range_name", name,
                "range", range,
                "skipped", skipped);
    }
}
