package org.restante.sending.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.message.Mailbox;

/// The list on disk and in memory.
final class SuppressionsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Optional<String> ACME = Optional.of("acme");
    private static final Optional<String> ALL = Optional.empty();

    @TempDir private Path folder;

    private Suppressions open() throws IOException {
        return open(NOW);
    }

    private Suppressions open(Instant now) throws IOException {
        return Suppressions.open(folder, InstantSource.fixed(now), 42);
    }

    private Path file() {
        return folder.resolve("list.log");
    }

    private static Suppressed who(String recipient, Optional<String> tenant) {
        return Suppressed.of(recipient, tenant).orElseThrow();
    }

    private static Suppression entry(String recipient, Optional<String> tenant, String reason) {
        return new Suppression(
                who(recipient, tenant), Origin.HARD_BOUNCE, reason, NOW, Optional.empty());
    }

    private static Mailbox mailbox(String text) {
        return Mailbox.of(text).orElseThrow();
    }

    private static List<String> reasons(
            Suppressions list, String recipient, Optional<String> tenant) {
        return list.of(mailbox(recipient), tenant).stream().map(Suppression::reason).toList();
    }

    @Test
    void theMostExactEntryComesFirst() throws Exception {
        try (var list = open()) {
            list.put(
                    List.of(
                            entry("shop.test", ALL, "domain"),
                            entry("shop.test", ACME, "acme's domain"),
                            entry("ann@shop.test", ALL, "address"),
                            entry("ann@shop.test", ACME, "acme's address")));

            assertThat(reasons(list, "Ann@SHOP.test", ACME))
                    .containsExactly("acme's address", "address", "acme's domain", "domain");
            assertThat(reasons(list, "ann@shop.test", ALL)).containsExactly("address", "domain");
            assertThat(reasons(list, "bob@shop.test", ALL)).containsExactly("domain");
            assertThat(reasons(list, "ann@sub.shop.test", ACME)).isEmpty();
            assertThat(list.size()).isEqualTo(4);
        }
    }

    @Test
    void whatWasPutAndRemovedIsSoAfterARestart() throws Exception {
        var full =
                new Suppression(
                        who("ann@shop.test", ACME),
                        Origin.COMPLAINT,
                        "tabs\tand\nlines\\ and ü",
                        NOW,
                        Optional.of(NOW.plus(Duration.ofDays(1))));
        try (var list = open()) {
            assertThat(list.put(List.of(full, entry("bob@shop.test", ALL, "1"))))
                    .isEqualTo(new Suppressions.Change(2, 0));
            assertThat(list.put(List.of(entry("bob@shop.test", ALL, "2"))))
                    .isEqualTo(new Suppressions.Change(0, 1));
            list.put(List.of(entry("carl@shop.test", ALL, "3")));
            var gone = List.of(who("carl@shop.test", ALL), who("dora@shop.test", ALL));
            assertThat(list.remove(gone)).isEqualTo(1);
            assertThat(list.size("acme")).isEqualTo(1);
        }
        try (var list = open()) {
            assertThat(list.of(mailbox("ann@shop.test"), ACME)).containsExactly(full);
            assertThat(reasons(list, "bob@shop.test", ALL)).containsExactly("2");
            assertThat(reasons(list, "carl@shop.test", ALL)).isEmpty();
            assertThat(list.size()).isEqualTo(2);
            assertThat(list.size("acme")).isEqualTo(1);
            assertThat(list.size("globex")).isZero();
            list.remove(List.of(who("ann@shop.test", ACME)));
            assertThat(list.size("acme")).isZero();
            list.put(List.of(full));
        }
        try (var list = open(NOW.plus(Duration.ofDays(1)))) {
            assertThat(list.of(mailbox("ann@shop.test"), ACME)).isEmpty();
        }
    }

    @Test
    void anEndCutOffAnywhereLosesNothingBeforeIt() throws Exception {
        try (var list = open()) {
            list.put(List.of(entry("ann@shop.test", ALL, "1")));
        }
        long whole = Files.size(file());
        try (var list = open()) {
            list.put(List.of(entry("bob@shop.test", ALL, "2")));
        }
        var all = Files.readAllBytes(file());
        for (int size = (int) whole; size < all.length; size++) {
            Files.write(file(), java.util.Arrays.copyOf(all, size));
            try (var list = open()) {
                assertThat(reasons(list, "ann@shop.test", ALL)).containsExactly("1");
                assertThat(reasons(list, "bob@shop.test", ALL)).isEmpty();
                list.put(List.of(entry("carl@shop.test", ALL, "3")));
            }
            try (var list = open()) {
                assertThat(list.size()).isEqualTo(2);
                assertThat(reasons(list, "carl@shop.test", ALL)).containsExactly("3");
            }
        }
    }

    @Test
    void aFileThatWasBeingMadeIsMadeAnew() throws Exception {
        for (int size = 0; size < 23; size++) {
            Files.writeString(file(), "restante-suppression 1\n".substring(0, size));
            try (var list = open()) {
                assertThat(list.size()).isZero();
            }
        }
    }

    @Test
    void aDamagedLineInTheMiddleIsPassedOverAndKept() throws Exception {
        try (var list = open()) {
            for (var one : List.of("ann", "bob", "carl")) {
                list.put(List.of(entry(one + "@shop.test", ALL, one)));
            }
        }
        var text = Files.readString(file()).replace("bob@", "bot@");
        Files.writeString(file(), text);

        try (var list = open()) {
            assertThat(list.size()).isEqualTo(2);
            assertThat(reasons(list, "bot@shop.test", ALL)).isEmpty();
            assertThat(reasons(list, "carl@shop.test", ALL)).containsExactly("carl");
        }
        assertThat(Files.readString(file())).isEqualTo(text);
    }

    @Test
    void anotherFileIsNotTouched() throws Exception {
        Files.writeString(file(), "something of somebody else's\n", StandardCharsets.UTF_8);

        org.assertj.core.api.Assertions.assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not begin with 'restante-suppression 1'");
        assertThat(Files.readString(file())).startsWith("something");
    }

    @Test
    void aFileThatIsMostlyOfThePastIsMadeSmall() throws Exception {
        try (var list = open()) {
            var all = new ArrayList<Suppression>();
            for (int i = 0; i < 20_000; i++) {
                all.add(entry("a" + i + "@shop.test", ALL, ""));
            }
            list.put(all);
            list.remove(all.subList(10, 20_000).stream().map(Suppression::who).toList());
        }
        try (var list = open()) {
            assertThat(list.size()).isEqualTo(10);
            assertThat(list.of(mailbox("a9@shop.test"), ALL)).hasSize(1);
        }
        assertThat(Files.size(file())).isLessThan(1000);
    }

    @Test
    void pagesShowEachEntryOnce() throws Exception {
        try (var list = open()) {
            for (int i = 0; i < 2500; i++) {
                list.put(List.of(entry("a" + i % 2000 + "@shop.test", ALL, "n" + i)));
            }
            var seen = new TreeSet<String>();
            int count = 0;
            var from = Optional.of(0L);
            while (from.isPresent()) {
                var page = list.page(one -> !one.reason().endsWith("0"), from.get(), 100);
                count += page.entries().size();
                page.entries().forEach(one -> seen.add(one.who().recipient()));
                from = page.next();
            }
            assertThat(count).isEqualTo(1800);
            assertThat(seen).hasSize(1800);
        }
    }

    @Test
    void manyAreFoundAndOthersAreNot() throws Exception {
        try (var list = open()) {
            var all = new ArrayList<Suppression>();
            for (int i = 0; i < 100_000; i++) {
                all.add(entry("user" + i + "@shop" + i % 100 + ".test", ALL, "r" + i));
            }
            list.put(all);
        }
        try (var list = open()) {
            assertThat(list.size()).isEqualTo(100_000);
            for (int i = 0; i < 100_000; i += 7) {
                var at = "user" + i + "@shop" + i % 100 + ".test";
                assertThat(reasons(list, at, ACME)).containsExactly("r" + i);
                assertThat(list.of(mailbox("x" + at), ACME)).isEmpty();
            }
        }
    }

    @Test
    void recipientsAreAddressesAndDomains() {
        assertThat(Suppressed.of(" @Shop.Test", ALL)).contains(who("shop.test", ALL));
        assertThat(Suppressed.of("Ann@bücher.test", ALL).map(Suppressed::recipient))
                .contains("ann@xn--bcher-kva.test");
        assertThat(Suppressed.of("ann@", ALL)).isEmpty();
        assertThat(Suppressed.of("nobody", ALL)).isEmpty();
        assertThat(Suppressed.of("no body", ALL)).isEmpty();
        assertThat(Suppressed.of("", ALL)).isEmpty();
    }
}
