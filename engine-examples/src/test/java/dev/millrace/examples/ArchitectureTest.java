package dev.millrace.examples;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.millrace.error.ReplicationException;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The design's dependency law, over the classes of all modules; this module is the only one that sees them all. */
@AnalyzeClasses(packages = "dev.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] SOURCES = {"dev.millrace.source.."};
    private static final DescribedPredicate<JavaClass> READ_BY_DEBEZIUM =
            JavaClass.Predicates.resideInAnyPackage("dev.millrace.source.oracle..", "dev.millrace.source.sqlserver..");
    private static final String[] SINKS = {"dev.millrace.sink.."};
    private static final String[] CORE = {
        "dev.millrace.apply..",
        "dev.millrace.config..",
        "dev.millrace.error..",
        "dev.millrace.load..",
        "dev.millrace.mapping..",
        "dev.millrace.metrics..",
        "dev.millrace.model..",
        "dev.millrace.spi..",
        "dev.millrace.task..",
        "dev.millrace.taskfile.."
    };

    @ArchTest
    static final ArchRule coreSeesNoDriver = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.postgresql..",
                    "org.mariadb..",
                    "com.mysql..",
                    "com.github.shyiko..",
                    "software.amazon..",
                    "org.apache.kafka..",
                    "io.debezium..",
                    "dev.millrace.source..",
                    "dev.millrace.sink..",
                    "dev.millrace.servers..",
                    "dev.millrace.examples..");

    @ArchTest
    static final ArchRule sourcesSeeNoSink = noClasses()
            .that()
            .resideInAnyPackage(SOURCES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.millrace.sink..", "dev.millrace.servers..", "dev.millrace.examples..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule sinksSeeNoSource = noClasses()
            .that()
            .resideInAnyPackage(SINKS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.millrace.source..", "dev.millrace.servers..", "dev.millrace.examples..");

    @ArchTest
    static final ArchRule noSourceSeesAnother = slices().matching("dev.millrace.source.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(READ_BY_DEBEZIUM, JavaClass.Predicates.resideInAPackage("dev.millrace.source.debezium.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheSharedSinkIsSeenByOthers = noClasses()
            .that()
            .resideInAPackage("dev.millrace.sink.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.sink.mysql..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule mysqlSinkSeesNoOther = noClasses()
            .that()
            .resideInAPackage("dev.millrace.sink.mysql..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.sink.postgres..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule sharedSinkSeesNoOther = noClasses()
            .that()
            .resideInAPackage("dev.millrace.sink.jdbc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.millrace.sink.postgres..", "dev.millrace.sink.mysql..");

    @ArchTest
    static final ArchRule dynamoSinkSeesOnlyWhatSinksOnAwsShare = noClasses()
            .that()
            .resideInAPackage("dev.millrace.sink.dynamodb..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.sink.jdbc..",
                    "dev.millrace.sink.postgres..",
                    "dev.millrace.sink.mysql..",
                    "dev.millrace.sink.s3..");

    @ArchTest
    static final ArchRule s3SinkSeesNoOtherButTheSharedOne = noClasses()
            .that()
            .resideInAPackage("dev.millrace.sink.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.sink.jdbc..",
                    "dev.millrace.sink.postgres..",
                    "dev.millrace.sink.mysql..",
                    "dev.millrace.sink.dynamodb..",
                    "java.sql..");

    @ArchTest
    static final ArchRule sharedAwsSinkSeesNoOther = noClasses()
            .that()
            .resideInAPackage("dev.millrace.sink.aws..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.sink.s3..",
                    "dev.millrace.sink.dynamodb..",
                    "dev.millrace.sink.jdbc..",
                    "dev.millrace.sink.postgres..",
                    "dev.millrace.sink.mysql..");

    @ArchTest
    static final ArchRule relationalSinksSeeNoAws = noClasses()
            .that()
            .resideInAnyPackage("dev.millrace.sink.jdbc..", "dev.millrace.sink.postgres..", "dev.millrace.sink.mysql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.millrace.sink.aws..", "dev.millrace.sink.s3..", "software.amazon..");

    @ArchTest
    static final ArchRule s3SinkHasNoCycles =
            slices().matching("dev.millrace.sink.s3.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule coreHasNoCycles =
            slices().assignedFrom(new PackagesOf(CORE)).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesTellWhatAClassDoes = noClasses()
            .that()
            .resideInAPackage("dev.millrace..")
            .should()
            .haveNameMatching(".*(Impl|Utils?|Manager|Helper)(\\$.*)?");

    @ArchTest
    static final ArchRule oneExceptionOfOurOwn = classes()
            .that()
            .areAssignableTo(Throwable.class)
            .and()
            .resideOutsideOfPackages("dev.millrace.servers..", "dev.millrace.testing..")
            .should(new ArchCondition<JavaClass>("be " + ReplicationException.class.getSimpleName()) {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    events.add(new SimpleConditionEvent(
                            type,
                            type.isEquivalentTo(ReplicationException.class),
                            type.getName() + " is an exception besides ReplicationException"));
                }
            });

    /** Each package by itself, whatever package it lies in. */
    private static final class PackagesOf implements SliceAssignment {
        private final DescribedPredicate<JavaClass> chosen;

        PackagesOf(String... identifiers) {
            chosen = JavaClass.Predicates.resideInAnyPackage(identifiers);
        }

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return chosen.test(type) ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of the core";
        }
    }
}
