package org.restante;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.restante.app.main.Main;

/// The plan of the house: which wing may use which, and which rooms are pure. A new wing is drawn here first.
final class ArchitectureTest {
    private static final Map<String, String> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("mail", "");
        MAY_USE.put("dns", "mail");
        MAY_USE.put("meaning", "mail");
        MAY_USE.put("protocol", "dns mail");
        MAY_USE.put("sending", "protocol meaning dns mail");
        MAY_USE.put("record", "meaning mail");
        MAY_USE.put("insight", "record meaning mail");
        MAY_USE.put("simulation", "sending protocol meaning mail");
        MAY_USE.put("app", String.join(" ", MAY_USE.keySet()));
    }

    /// What was compiled beside the entry, wherever that is: no tests.
    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void theProductWasRead() {
        assertThat(PRODUCT).isNotEmpty();
    }

    @Test
    void wingsAreFreeOfCycles() {
        slices().matching("org.restante.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void roomsAreFreeOfCycles() {
        slices().matching("org.restante.(*).(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void arrowsPointAsDrawn() {
        var plan =
                layeredArchitecture()
                        .consideringOnlyDependenciesInLayers()
                        .withOptionalLayers(true);
        for (var wing : MAY_USE.keySet()) {
            plan = plan.layer(wing).definedBy("org.restante." + wing + "..");
        }
        for (var arrow : MAY_USE.entrySet()) {
            var wing = plan.whereLayer(arrow.getKey());
            plan =
                    arrow.getValue().isEmpty()
                            ? wing.mayNotAccessAnyLayer()
                            : wing.mayOnlyAccessLayers(arrow.getValue().split(" "));
        }
        plan.ensureAllClassesAreContainedInArchitecture().check(PRODUCT);
    }

    @Test
    void onlyTheAppReadsTheClock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.restante.app..")
                .should()
                .accessTargetWhere(
                        target(nameMatching("now|nanoTime|currentTimeMillis"))
                                .and(
                                        target(
                                                owner(
                                                        nameMatching(
                                                                "java\\.time\\..*|java\\.lang\\.System")))))
                .check(PRODUCT);
    }

    @Test
    void whatOnlyDecidesTouchesNothingOutside() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.restante.meaning..",
                        "org.restante.insight.incident..",
                        "org.restante.simulation.receiver..",
                        "org.restante.simulation.world..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.util.concurrent..")
                .allowEmptyShould(true)
                .check(PRODUCT);
    }
}
