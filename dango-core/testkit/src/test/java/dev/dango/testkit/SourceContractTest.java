package dev.dango.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.dango.testkit.Sinner.Sin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The contract notices what connectors do wrong. */
class SourceContractTest {

    /** What the sinner cannot help: it is in no service file, and its test has another name. */
    private static final List<String> EXPECTED =
            List.of("isFoundByServiceLoader", "testIsNamedLikeTheConnector");

    @BeforeEach
    void begin() {
        Sinner.end = new CountDownLatch(1);
        Sinner.RECORDS.set(6);
    }

    @AfterEach
    void repent() {
        Sinner.sin = Sin.NONE;
        Sinner.end.countDown();
    }

    @Test
    void aRighteousConnectorPasses() {
        assertThat(failures(Sinner.Contract.class, "")).containsOnlyKeys(EXPECTED);
    }

    @Test
    void aNoWantsProofAsWell() {
        assertThat(failures(Sinner.DenyingContract.class, "claimsAreTrue"))
                .hasEntrySatisfying(
                        "claimsAreTrue", reason -> assertThat(reason).contains("while has() says"));
    }

    @TestFactory
    Stream<DynamicTest> sinsAreNoticed() {
        Map<Sin, String> noticedBy =
                Map.ofEntries(
                        Map.entry(Sin.LETS_ANYONE_IN, "checkWithWrongCredentialsFails"),
                        Map.entry(Sin.REPEATS_A_KEY, "keysAreThereAndNeverRepeat"),
                        Map.entry(Sin.MAKES_VALUES_UP, "twoReadsAreTheSame"),
                        Map.entry(Sin.BRINGS_AN_UNDECLARED_COLUMN, "rowsMatchTheDeclaredColumns"),
                        Map.entry(Sin.NAMES_SLICES_ANEW, "twoReadsAreTheSame"),
                        Map.entry(Sin.SLICES_OVERLAP, "slicesAreDisjointAndTogetherTheWhole"),
                        Map.entry(Sin.READS_ALL_AGAIN, "secondRunReadsLessAndChangesNothing"),
                        Map.entry(
                                Sin.POSITION_RUNS_AHEAD,
                                "theNextRunGoesOnAfterABreakAtACheckpoint"),
                        Map.entry(Sin.LOGS_A_SECRET, "checkSucceeds|twoReadsAreTheSame"),
                        Map.entry(Sin.LEAVES_A_THREAD, "leavesNothingBehind"),
                        Map.entry(Sin.OFFERS_NAMES_TWICE, "twoReadsAreTheSame"));
        assertThat(noticedBy).hasSize(Sin.values().length - 1);
        return noticedBy.entrySet().stream()
                .map(
                        sin ->
                                DynamicTest.dynamicTest(
                                        sin.getKey().name(),
                                        () -> isNoticed(sin.getKey(), sin.getValue())));
    }

    private static void isNoticed(Sin sin, String tests) {
        Sinner.sin = sin;
        Sinner.RECORDS.set(6);
        assertThat(failures(Sinner.Contract.class, tests)).as("failures of %s", tests).isNotEmpty();
    }

    /** Runs the tests with such names; answers those that fail, and why. */
    private static Map<String, String> failures(Class<?> contract, String names) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        PostDiscoveryFilter wanted =
                test ->
                        FilterResult.includedIf(
                                names.isEmpty()
                                        || !test.isTest()
                                        || test.getDisplayName().matches("(" + names + ")\\(\\)"));
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(contract))
                        .filters(wanted)
                        .build();
        LauncherFactory.create().execute(request, listener);
        assertThat(listener.getSummary().getTestsStartedCount()).isPositive();
        Map<String, String> failures = new TreeMap<>();
        listener.getSummary()
                .getFailures()
                .forEach(
                        failure ->
                                failures.put(
                                        failure.getTestIdentifier()
                                                .getDisplayName()
                                                .replace("()", ""),
                                        String.valueOf(failure.getException().getMessage())));
        return failures;
    }
}
