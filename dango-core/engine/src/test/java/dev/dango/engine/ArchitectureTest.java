package dev.dango.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The engine's layers: think before changing this file. */
@AnalyzeClasses(packages = "dev.dango.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.dango.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheLoaderKnowsDuckDb =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.dango.engine.load..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.duckdb..");

    @ArchTest
    static final ArchRule recordsKnowNeitherLoadingNorSyncing =
            noClasses()
                    .that()
                    .resideInAPackage("dev.dango.engine.record..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.dango.engine.load..",
                            "dev.dango.engine.sync..",
                            "dev.dango.engine.project..");

    @ArchTest
    static final ArchRule standardStreamsBelongToTheCommandLine =
            NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest static final ArchRule loggingIsSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule timeComesFromTheRunsClock =
            noClasses()
                    .that()
                    .resideInAnyPackage("dev.dango.engine.record..", "dev.dango.engine.state..")
                    .should()
                    .callMethod(java.time.Instant.class, "now");
}
