package dev.dango.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dango.engine.load.ResourceLoad;
import dev.dango.engine.report.SourceReport;
import dev.dango.engine.report.SourceReport.Status;
import dev.dango.engine.report.TableReport;
import dev.dango.engine.settings.SettingsField;
import dev.dango.engine.settings.SettingsSchema;
import dev.dango.engine.source.InstalledSource;
import dev.dango.engine.source.PluginCalls;
import dev.dango.engine.sync.CancellationSource;
import dev.dango.engine.sync.RunContext;
import dev.dango.engine.sync.SyncOptions;
import dev.dango.spi.CursorSpec;
import dev.dango.spi.ErrorKind;
import dev.dango.spi.ResourceSpec;
import dev.dango.spi.Slice;
import dev.dango.spi.Source;
import dev.dango.spi.SourceException;
import dev.dango.spi.SourceSpec;
import dev.dango.spi.TableSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every connector keeps to, as tests. A connector's own test class extends this, names the
 * connector and settings with which it works, and says what it does not do:
 *
 * <pre>{@code
 * class HelloSourceTest extends SourceContract {
 *     @Override
 *     protected Source source() {
 *         return new HelloSource();
 *     }
 *
 *     @Override
 *     protected Map<String, Object> settings() {
 *         return Map.of("names", List.of("Ada", "Grace"));
 *     }
 *
 *     @Override
 *     protected boolean has(SourceBehavior behavior) {
 *         return behavior == SourceBehavior.PRIMARY_KEYS;
 *     }
 * }
 * }</pre>
 *
 * <p>All runs go through the real engine into a real DuckDB file. Each test begins with a project
 * of its own; what the remote system holds is made anew for each test by the connector's test
 * class, usually in fields, and stays the same but for {@link #addRecord} and {@link
 * #removeRecord}. It should hold at least three records.
 */
public abstract class SourceContract {

    private static final Duration SOON = Duration.ofSeconds(5);

    /** An empty folder, for the connector's test as well. */
    @TempDir protected Path folder;

    private final List<TestProject> projects = new ArrayList<>();
    private RecordedLog log;

    // ---- what the connector's test says ------------------------------------------------------

    /**
     * The connector.
     *
     * @return a new one
     */
    protected abstract Source source();

    /**
     * Settings with which it works.
     *
     * @return what a user would write; paths are relative to the project, or absolute
     */
    protected abstract Map<String, Object> settings();

    /**
     * What the connector does. Each yes is tested, and each no as well.
     *
     * @param behavior one of them
     * @return true unless overridden
     */
    protected boolean has(SourceBehavior behavior) {
        return true;
    }

    /**
     * Configurations that together give each setting once, with another value than its default.
     *
     * @return {@link #settings()} unless overridden
     */
    protected List<Map<String, Object>> everySetting() {
        return List.of(settings());
    }

    /**
     * Settings that nobody is let in with.
     *
     * @return unless overridden the settings with other secrets
     */
    protected Map<String, Object> settingsWithWrongCredentials() {
        Map<String, Object> wrong = new LinkedHashMap<>(settings());
        secretSettings().forEach(name -> wrong.computeIfPresent(name, (n, v) -> v + "Wrong"));
        return wrong;
    }

    /**
     * Settings that lead to a place where nobody answers.
     *
     * @return unless overridden the settings with a closed port in place of each local one
     */
    protected Map<String, Object> settingsWithUnreachableHost() {
        Map<String, Object> closed = new LinkedHashMap<>(settings());
        String port = Integer.toString(Ports.closed());
        closed.replaceAll(
                (name, value) ->
                        value instanceof String text
                                ? text.replaceAll("(127\\.0\\.0\\.1|localhost):\\d+", "$1:" + port)
                                : value);
        return closed;
    }

    /**
     * Columns whose values differ from load to load, such as the time of loading.
     *
     * @return their names in the warehouse; none unless overridden
     */
    protected Set<String> changingColumns() {
        return Set.of();
    }

    /**
     * Adds one record, newer than all others, to what the remote system holds. Only for connectors
     * that read {@linkplain SourceBehavior#INCREMENTAL incrementally}.
     *
     * @throws Exception anything
     */
    protected void addRecord() throws Exception {
        throw new AssertionError(
                "override addRecord() so that it adds one newer record, or say in has() that the"
                        + " connector is not INCREMENTAL");
    }

    /**
     * Removes at least one record from the remote system. Only for connectors that take over {@link
     * SourceBehavior#DELETES}.
     *
     * @throws Exception anything
     */
    protected void removeRecord() throws Exception {
        throw new AssertionError(
                "override removeRecord() so that it removes one record, or say in has() that the"
                        + " connector does not take over DELETES");
    }

    // ---- help for the tests, and for more tests of the connector's own ----------------------

    /**
     * A new project with the connector in it.
     *
     * @return never null
     */
    protected final TestProject project() {
        return project(source());
    }

    private TestProject project(Source connector) {
        TestProject project =
                TestProject.in(folder.resolve("project-" + projects.size()), connector, settings());
        projects.add(project);
        return project;
    }

    final TestProject project(ObservedSource.Observer observer) {
        return project(new ObservedSource(source(), observer));
    }

    /**
     * Syncs and sees that all went well.
     *
     * @param project what to sync
     * @return the report
     */
    protected static SourceReport syncWell(TestProject project) {
        SourceReport report = project.sync();
        assertThat(report.failures()).as("failures of a sync that should succeed").isEmpty();
        assertThat(report.status()).isEqualTo(Status.OK);
        return report;
    }

    final SortedMap<String, List<String>> contentOf(TestProject project) {
        return project.content(changingColumns().toArray(String[]::new));
    }

    /** What all tables hold after one plain sync into a new project. */
    private SortedMap<String, List<String>> loadedAtOnce() {
        return loadedAtOnce(project());
    }

    private SortedMap<String, List<String>> loadedAtOnce(TestProject project) {
        syncWell(project);
        SortedMap<String, List<String>> content = contentOf(project);
        assertThat(content)
                .as("tables after a sync: settings() must lead to some records")
                .isNotEmpty();
        return content;
    }

    private void assume(SourceBehavior behavior) {
        Assumptions.assumeTrue(has(behavior), () -> "the connector has no " + behavior);
    }

    private List<String> secretSettings() {
        return SettingsSchema.of(source().spec().config()).fields().stream()
                .filter(SettingsField::secret)
                .map(SettingsField::name)
                .toList();
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        for (String name : secretSettings()) {
            Optional.ofNullable(settings().get(name)).map(String::valueOf).ifPresent(secrets::add);
        }
        return secrets;
    }

    @BeforeEach
    final void listen() {
        log = RecordedLog.open();
    }

    /** After each test: whatever was logged or shown, no credential was in it. */
    @AfterEach
    final void noSecretWasTold() {
        log.close();
        for (String secret : secrets()) {
            assertThat(log.lines())
                    .as(
                            "log lines that hold the secret: never log settings, requests or URLs whole")
                    .noneMatch(line -> line.contains(secret));
            for (TestProject project : projects) {
                assertThat(project.said())
                        .as("texts for users that hold the secret: keep it out of messages")
                        .noneMatch(text -> text.contains(secret));
            }
        }
    }

    // ---- description -------------------------------------------------------------------------

    @Test
    void describesItselfCompletely() {
        SourceSpec spec = source().spec();
        assertThat(spec.docs())
                .as("SourceSpec.docs: the address of the vendor's documentation")
                .startsWith("https://");
        assertThat(spec.description())
                .as("SourceSpec.description: what the source loads, in a sentence")
                .endsWith(".");
        assertThat(spec.category())
                .as("SourceSpec.category: a heading from the SourceSpec documentation")
                .isNotEqualTo("Other");
    }

    @Test
    void describesItselfTheSameWayEachTime() {
        SourceSpec one = source().spec();
        SourceSpec other = source().spec();
        assertThat(List.of(other.type(), other.title(), other.category(), other.config()))
                .as("a second spec(): it must not depend on anything")
                .isEqualTo(List.of(one.type(), one.title(), one.category(), one.config()));
    }

    @Test
    void isFoundByServiceLoader() {
        Class<?> type = source().getClass();
        List<Class<?>> found = new ArrayList<>();
        ServiceLoader.load(Source.class, type.getClassLoader()).stream()
                .map(ServiceLoader.Provider::type)
                .forEach(found::add);
        assertThat(found)
                .as(
                        "sources named in META-INF/services/dev.dango.spi.Source: write %s into it",
                        type.getName())
                .contains(type);
    }

    @Test
    void testIsNamedLikeTheConnector() {
        String type =
                Arrays.stream(source().spec().type().split("_"))
                        .map(
                                word ->
                                        word.substring(0, 1).toUpperCase(Locale.ROOT)
                                                + word.substring(1))
                        .collect(Collectors.joining());
        assertThat(getClass().getSimpleName())
                .as("name of the test class, so that people and builds find it")
                .matches("(?i)" + type + "Source\\w*(Test|IT)");
    }

    // ---- settings ----------------------------------------------------------------------------

    private SettingsAssertions settingsOf(Source connector) {
        return SettingsAssertions.of(connector, folder.resolve("settings"));
    }

    @Test
    void everySettingIsDocumented() {
        settingsOf(source()).areDocumented();
    }

    @Test
    void missingSettingsAreReportedAtOnce() {
        settingsOf(source()).missingOnesAreReportedAtOnce();
    }

    @Test
    void everySettingIsTried() {
        settingsOf(source()).areAllGivenIn(everySetting());
    }

    @Test
    void settingsHideSecrets() {
        settingsOf(source()).hideSecrets(settings(), secrets());
    }

    // ---- connection test ---------------------------------------------------------------------

    @Test
    void checkSucceeds() {
        TestProject project = project();
        project.check();
        assertThat(project.project().warehouse())
                .as("the warehouse: check() changes nothing")
                .doesNotExist();
    }

    @Test
    void checkWithWrongCredentialsFails() {
        assume(SourceBehavior.CREDENTIALS);
        SourceException failure =
                catchThrowableOfType(
                        SourceException.class,
                        () -> project().settings(settingsWithWrongCredentials()).check());
        assertThat(failure)
                .as("what check() throws when the credentials are wrong: ask for something small")
                .isNotNull();
        assertThat(failure.kind())
                .as("the kind of \"%s\"", failure.getMessage())
                .isEqualTo(ErrorKind.AUTH);
        assertThat(failure.hint())
                .as("the hint of \"%s\": say where to get new credentials", failure.getMessage())
                .isNotBlank();
    }

    /** A connector that waits to try again is not waited for: it has understood. */
    @Test
    void checkOfUnreachableHostIsTransient() throws Exception {
        assume(SourceBehavior.NETWORK);
        TestProject project = project();
        CancellationSource patience = new CancellationSource();
        AtomicBoolean retries = new AtomicBoolean();
        Source connector = source();
        SourceException failure;
        try (RunContext run =
                new RunContext(
                        TestProject.SOURCE_NAME,
                        project.bind(settingsWithUnreachableHost()),
                        patience,
                        FixedClock.at("2026-03-01T12:00:00Z"),
                        folder.resolve("scratch"),
                        what -> {
                            retries.set(true);
                            patience.request();
                        },
                        warning -> {})) {
            PluginCalls plugin = new PluginCalls(new InstalledSource(connector, "test", "0"));
            failure =
                    catchThrowableOfType(
                            SourceException.class, () -> plugin.run(() -> connector.check(run)));
        }
        assertThat(failure)
                .as(
                        "what check() throws when nobody answers: contact the host, or say in has()"
                                + " that there is no NETWORK")
                .isNotNull();
        if (!retries.get()) {
            assertThat(failure.kind())
                    .as("the kind of \"%s\": another try may help", failure.getMessage())
                    .isEqualTo(ErrorKind.TRANSIENT);
        }
    }

    // ---- reading -----------------------------------------------------------------------------

    @Test
    void twoReadsAreTheSame() {
        Observation one = new Observation();
        Observation other = new Observation();
        SortedMap<String, List<String>> first = loadedAtOnce(project(one));
        SortedMap<String, List<String>> second = loadedAtOnce(project(other));
        List<String> names = one.offered().stream().map(ResourceSpec::name).toList();
        assertThat(names).as("names of the resources").isNotEmpty().doesNotHaveDuplicates();
        assertThat(other.offered().stream().map(ResourceSpec::name).toList())
                .as("names of the resources, the second time")
                .isEqualTo(names);
        assertThat(other.sliceIds())
                .as("ids of the slices of a second project: they are the keys of the positions")
                .isEqualTo(one.sliceIds());
        one.sliceIds()
                .forEach(
                        (resource, ids) ->
                                assertThat(ids)
                                        .as("ids of the slices of %s", resource)
                                        .doesNotHaveDuplicates()
                                        .noneMatch(String::isBlank));
        assertThat(second)
                .as("rows of a second project: use context.clock(), and no random values")
                .isEqualTo(first);
    }

    @Test
    void keysAreThereAndNeverRepeat() {
        Observation seen = new Observation();
        TestProject project = project(seen);
        SourceReport report = syncWell(project);
        Map<String, List<String>> columns = project.columns();
        for (ResourceSpec resource : seen.offered()) {
            ResourceLoad load = ResourceLoad.of(0, resource);
            if (load.primaryKey().isEmpty() || !columns.containsKey(load.table())) {
                continue;
            }
            assertThat(columns.get(load.table()))
                    .as("columns of %s, with its primary key", resource.name())
                    .containsAll(load.primaryKey());
            String key = "\"" + String.join("\", \"", load.primaryKey()) + "\"";
            List<String> counts = counts(project, load.table(), load.primaryKey());
            assertThat(counts)
                    .as("rows of %s, those with each column of %s, and keys", resource.name(), key)
                    .containsOnly(counts.get(0));
            assertThat(table(report, load.table()).map(read -> Long.toString(read.read())))
                    .as("records read of %s: one that comes twice means that pages overlap", key)
                    .isIn(Optional.empty(), Optional.of(counts.get(0)));
        }
    }

    /** How many rows, values in each column of the key, and different keys there are. */
    private static List<String> counts(TestProject project, String table, List<String> key) {
        List<String> columns = key.stream().map(column -> "\"" + column + "\"").toList();
        List<String> counted = new ArrayList<>(columns);
        counted.add(0, "*");
        counted.add("DISTINCT (" + String.join(", ", columns) + ")");
        String counts =
                counted.stream().map("count(%s)"::formatted).collect(Collectors.joining(", "));
        return List.of(
                project.query("SELECT %s FROM %s".formatted(counts, table)).get(0).split("\\|"));
    }

    private static Optional<TableReport> table(SourceReport report, String table) {
        return report.tables().stream().filter(t -> t.table().equals(table)).findFirst();
    }

    @Test
    void rowsMatchTheDeclaredColumns() {
        Observation seen = new Observation();
        TestProject project = project(seen);
        syncWell(project);
        Map<String, List<String>> columns = project.columns();
        for (ResourceSpec resource : seen.offered()) {
            List<TableSchema.Column> declared = resource.schema().columns();
            String table = ResourceLoad.of(0, resource).table();
            if (declared.isEmpty() || !columns.containsKey(table)) {
                continue;
            }
            ResourceSpec named =
                    ResourceSpec.named("columns")
                            .primaryKey(
                                    declared.stream()
                                            .map(TableSchema.Column::name)
                                            .toArray(String[]::new));
            List<String> expected = ResourceLoad.of(0, named).primaryKey();
            assertThat(columns.get(table).stream().filter(c -> !c.startsWith("_dlt_")))
                    .as(
                            "columns of %s: declare each in its ResourceSpec; one that ends in"
                                    + " __v_... holds values of another type than declared",
                            resource.name())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void slicesAreDisjointAndTogetherTheWhole() {
        Observation seen = new Observation();
        syncWell(project(seen));
        Map<String, List<String>> together = new TreeMap<>();
        int most = seen.slices().values().stream().mapToInt(List::size).max().orElse(0);
        Assumptions.assumeTrue(most > 1, "there is one slice only");
        for (int i = 0; i < most; i++) {
            TestProject project = project(new OneSlice(i));
            syncWell(project);
            contentOf(project)
                    .forEach(
                            (table, rows) ->
                                    together.computeIfAbsent(table, t -> new ArrayList<>())
                                            .addAll(rows));
        }
        together.values().forEach(rows -> rows.sort(null));
        SortedMap<String, List<String>> whole = loadedAtOnce();
        whole.replaceAll((table, rows) -> rows.stream().sorted().toList());
        assertThat(together).as("rows of the slices, each read alone").isEqualTo(whole);
    }

    /** Reads the slice of one index only. */
    private record OneSlice(int index) implements ObservedSource.Observer {
        @Override
        public List<Slice> sliced(ResourceSpec resource, List<Slice> slices) {
            return slices.subList(
                    Math.min(index, slices.size()), Math.min(index + 1, slices.size()));
        }
    }

    @Test
    void slicesReadAtTheSameTimeEqualThoseReadInTurn() {
        ReentrantLock turn = new ReentrantLock();
        TestProject inTurn =
                project(
                        new ObservedSource.Observer() {
                            @Override
                            public void read(
                                    ResourceSpec resource,
                                    Slice slice,
                                    ObservedSource.Reading reading)
                                    throws Exception {
                                turn.lock();
                                try {
                                    reading.run();
                                } finally {
                                    turn.unlock();
                                }
                            }
                        });
        syncWell(inTurn);
        assertThat(loadedAtOnce())
                .as("rows when slices are read side by side: resources hold no state")
                .isEqualTo(contentOf(inTurn));
    }

    // ---- again and again ---------------------------------------------------------------------

    @Test
    void secondRunReadsLessAndChangesNothing() {
        Observation seen = new Observation();
        TestProject project = project(seen);
        SortedMap<String, List<String>> before = loadedAtOnce(project);
        long first = seen.takeAmount();
        SourceReport report = syncWell(project);
        assertThat(contentOf(project))
                .as("rows after a second sync, with nothing new in between")
                .isEqualTo(before);
        Set<String> incremental =
                seen.offered().stream()
                        .filter(resource -> resource.cursor().isPresent())
                        .map(ResourceSpec::name)
                        .collect(Collectors.toSet());
        assertThat(report.tables())
                .filteredOn(table -> incremental.contains(table.resource()))
                .as("rows deleted by a second sync, with nothing new in between")
                .allMatch(table -> table.deleted() == 0);
        if (has(SourceBehavior.INCREMENTAL)) {
            assertThat(seen.takeAmount())
                    .as(
                            "how much a second sync read: ask for what is new since"
                                    + " context.cursor().since(...), after(...) or position()")
                    .isLessThan(first);
        }
    }

    @Test
    void whatIsAddedIsLoaded() throws Exception {
        assume(SourceBehavior.INCREMENTAL);
        TestProject project = project();
        syncWell(project);
        SortedMap<String, List<String>> before = contentOf(project);
        addRecord();
        syncWell(project);
        assertThat(contentOf(project)).as("rows after addRecord()").isNotEqualTo(before);
        assertThat(contentOf(project))
                .as("rows loaded in two steps, compared with one")
                .isEqualTo(loadedAtOnce());
    }

    @Test
    void whatIsRemovedIsDeleted() throws Exception {
        assume(SourceBehavior.DELETES);
        TestProject project = project();
        syncWell(project);
        SortedMap<String, List<String>> before = contentOf(project);
        removeRecord();
        SourceReport report = syncWell(project);
        assertThat(report.tables().stream().mapToLong(TableReport::deleted).sum())
                .as("rows deleted after removeRecord()")
                .isPositive();
        assertThat(contentOf(project)).as("rows after removeRecord()").isNotEqualTo(before);
    }

    @Test
    void fullRefreshGivesTheSameRows() {
        TestProject project = project();
        syncWell(project);
        SortedMap<String, List<String>> before = contentOf(project);
        SourceReport report = project.sync(options(Optional.empty(), OptionalLong.empty(), true));
        assertThat(report.failures()).isEmpty();
        assertThat(contentOf(project)).as("rows after a full refresh").isEqualTo(before);
    }

    private static SyncOptions options(
            Optional<LocalDate> since, OptionalLong limit, boolean fullRefresh) {
        return new SyncOptions(
                List.of(), since, Optional.empty(), limit, fullRefresh, false, false);
    }

    static SyncOptions limited(int rows) {
        return options(Optional.empty(), OptionalLong.of(rows), false);
    }

    @Test
    void aWindowInTheFutureHoldsNothing() {
        Observation seen = new Observation();
        SourceReport report =
                project(seen)
                        .sync(
                                options(
                                        Optional.of(LocalDate.of(2999, 1, 1)),
                                        OptionalLong.empty(),
                                        false));
        for (ResourceSpec resource : seen.offered()) {
            boolean hasWindow =
                    resource.cursor()
                            .filter(cursor -> cursor.kind() == CursorSpec.Kind.TIMESTAMP)
                            .isPresent();
            String table = ResourceLoad.of(0, resource).table();
            if (hasWindow) {
                assertThat(table(report, table).map(TableReport::read).orElse(0L))
                        .as("records of %s since the year 2999", resource.name())
                        .isZero();
            }
        }
    }

    // ---- when something breaks ---------------------------------------------------------------

    private static SourceException broken(ErrorKind kind) {
        return SourceException.of(kind, "broken off by the contract")
                .hint("no need to do anything")
                .retryAfter(Duration.ZERO);
    }

    /** The read is over and not yet committed; the engine begins it again. */
    @Test
    void readingAgainAfterAFailureRepeatsNothing() {
        Set<String> failed = new HashSet<>();
        TestProject project =
                project(
                        new ObservedSource.Observer() {
                            @Override
                            public void read(
                                    ResourceSpec resource,
                                    Slice slice,
                                    ObservedSource.Reading reading)
                                    throws Exception {
                                reading.run();
                                synchronized (failed) {
                                    if (failed.add(resource.name() + "/" + slice.id())) {
                                        throw broken(ErrorKind.TRANSIENT);
                                    }
                                }
                            }
                        });
        syncWell(project);
        assertThat(contentOf(project))
                .as("rows when every slice fails once at its end: read() must be repeatable")
                .isEqualTo(loadedAtOnce());
    }

    @Test
    void theNextRunGoesOnAfterABreakAtACheckpoint() {
        assume(SourceBehavior.CHECKPOINTS);
        AtomicBoolean whole = new AtomicBoolean();
        TestProject project =
                project(
                        new ObservedSource.Observer() {
                            @Override
                            public void checkpointed(ResourceSpec resource) {
                                if (!whole.get()) {
                                    throw broken(ErrorKind.REMOTE);
                                }
                            }
                        });
        SourceReport broken = project.sync();
        assertThat(broken.failures())
                .as("failures of a run that was broken off at its first checkpoints")
                .isNotEmpty();
        whole.set(true);
        syncWell(project);
        assertThat(contentOf(project))
                .as(
                        "rows of a broken run and the next one: the position of a checkpoint must"
                                + " cover exactly what was pushed before it")
                .isEqualTo(loadedAtOnce());
    }

    @Test
    void cancellingLosesNothing() {
        CancellationSource cancellation = new CancellationSource();
        TestProject project =
                project(
                        new ObservedSource.Observer() {
                            @Override
                            public void pushed(ResourceSpec resource, long amount) {
                                cancellation.request();
                            }
                        });
        long start = System.nanoTime();
        SourceReport report = project.sync(SyncOptions.DEFAULT, cancellation);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("time until a run stops that is cancelled at its first record")
                .isLessThan(SOON);
        assertThat(report.status()).isEqualTo(Status.INTERRUPTED);
        syncWell(project);
        assertThat(contentOf(project))
                .as("rows of a run that was cancelled and the next one")
                .isEqualTo(loadedAtOnce());
    }

    // ---- limits ------------------------------------------------------------------------------

    @Test
    void limitIsExactAndMovesNoPosition() {
        Observation seen = new Observation();
        TestProject whole = project(seen);
        syncWell(whole);
        TestProject project = project();
        int limit = 2;
        SourceReport report = project.sync(limited(limit));
        assertThat(report.failures()).isEmpty();
        SortedMap<String, List<String>> all = contentOf(whole);
        SortedMap<String, List<String>> few = contentOf(project);
        for (ResourceSpec resource : seen.offered()) {
            String table = ResourceLoad.of(0, resource).table();
            assertThat(few.getOrDefault(table, List.of()))
                    .as("rows of %s with --limit %d", resource.name(), limit)
                    .hasSize(Math.min(limit, all.getOrDefault(table, List.of()).size()));
        }
        syncWell(project);
        assertThat(contentOf(project)).as("rows of a limited run and the next one").isEqualTo(all);
    }

    // ---- leftovers ---------------------------------------------------------------------------

    @Test
    void leavesNothingBehind() throws Exception {
        syncWell(project());
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        int sockets = Leftovers.sockets();
        TestProject project = project();
        project.check();
        syncWell(project);
        assertThat(Leftovers.threadsSince(before, SOON))
                .as("threads left running: stop them by context.closeAtEnd(...)")
                .isEmpty();
        assertThat(Leftovers.socketsMoreThan(sockets, SOON))
                .as("open sockets more than before: close them, or by context.closeAtEnd(...)")
                .isNotPositive();
        assertThat(project.project().state().resolve("scratch").resolve(TestProject.SOURCE_NAME))
                .as("the scratch directory, which ends with the run")
                .doesNotExist();
        Path loads = project.project().loads();
        if (Files.exists(loads)) {
            try (var files = Files.walk(loads)) {
                assertThat(files.filter(Files::isRegularFile)).as("files of the load").isEmpty();
            }
        }
    }

    // ---- claims ------------------------------------------------------------------------------

    @Test
    void claimsAreTrue() throws Exception {
        Observation seen = new Observation();
        TestProject project = project(seen);
        syncWell(project);
        int most = seen.slices().values().stream().mapToInt(List::size).max().orElse(0);
        if (has(SourceBehavior.DELETES)) {
            removeRecord();
        }
        syncWell(project);
        claim(
                SourceBehavior.PRIMARY_KEYS,
                seen.offered().stream().anyMatch(r -> !r.primaryKey().isEmpty()));
        claim(
                SourceBehavior.SCHEMA,
                seen.offered().stream().anyMatch(r -> !r.schema().columns().isEmpty()));
        claim(
                SourceBehavior.INCREMENTAL,
                seen.offered().stream().anyMatch(r -> r.cursor().isPresent()));
        claim(SourceBehavior.CHECKPOINTS, seen.checkpoints() > 0);
        claim(SourceBehavior.SLICES, most > 1);
        boolean marks =
                has(SourceBehavior.DELETES)
                        && seen.offered().stream().anyMatch(r -> r.hardDelete().isPresent());
        claim(SourceBehavior.DELETES, seen.deletes() > 0 || marks);
        claim(SourceBehavior.CREDENTIALS, !secretSettings().isEmpty());
        claim(SourceBehavior.NETWORK, !settingsWithUnreachableHost().equals(settings()));
        boolean positions = !project.query("FROM _dango_state").isEmpty();
        assertThat(positions && !has(SourceBehavior.INCREMENTAL))
                .as("positions kept by a connector that is not incremental")
                .isFalse();
    }

    private void claim(SourceBehavior behavior, boolean seen) {
        assertThat(seen)
                .as("%s (%s), while has() says %s", behavior, seen, has(behavior))
                .isEqualTo(has(behavior));
    }
}
