package org.restante.record.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;

final class KeyedRecipientsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir private Path folder;

    private JournalSettings settings() {
        return new JournalSettings(
                1 << 20,
                Duration.ofDays(1),
                1 << 20,
                Duration.ofDays(9),
                Optional.of(folder.resolve("recipients.key")));
    }

    private static byte[] refusal(int number, String recipient, String text, String reversePath) {
        return EventJson.write(
                        Event.of(new UUID(7, number), NOON, EventType.BOUNCED, "restante")
                                .recipient(recipient)
                                .recipientDomain("example.com")
                                .reversePath(reversePath)
                                .text(text)
                                .build())
                .getBytes(StandardCharsets.UTF_8);
    }

    private Event[] kept(byte[]... lines) throws IOException {
        var events = folder.resolve("events");
        try (var journal = new FileJournal(events, settings(), () -> NOON)) {
            for (var line : lines) {
                journal.append(line);
            }
        }
        var kept = new ArrayList<Event>();
        try (var reader = JournalReader.from(events, null, told -> {})) {
            for (var line = reader.next(); line != null; line = reader.next()) {
                kept.add(EventJson.read(line, 0, line.length));
            }
        }
        return kept.toArray(Event[]::new);
    }

    @Test
    void theAddressIsNowhereAndItsDomainStays() throws IOException {
        var kept =
                kept(
                        refusal(
                                1,
                                "Bob@example.com",
                                "5.1.1 <bob@EXAMPLE.com>: unknown; 'bob' bobby robob@example.com",
                                "bounce+bob=example.com@list.test"))[0];
        var keyed = KeyedRecipients.read(folder.resolve("recipients.key")).of("bob@example.com");
        var digits = keyed.substring(0, keyed.indexOf('@'));

        assertThat(keyed).matches("keyed-[0-9a-f]{32}@example\\.com");
        assertThat(kept.recipient()).isEqualToIgnoringCase(keyed);
        assertThat(kept.recipientDomain()).isEqualTo("example.com");
        assertThat(kept.attempt().text())
                .isEqualTo(
                        "5.1.1 <" + keyed + ">: unknown; '" + digits + "' bobby robob@example.com");
        assertThat(kept.reversePath()).isEqualTo("bounce+" + digits + "=example.com@list.test");
    }

    @Test
    void oneAddressIsOneWordUntilTheKeyIsDeleted() throws IOException {
        var first =
                kept(
                        refusal(1, "bob@example.com", "a", "x@y.test"),
                        refusal(2, "bob@example.com", "b", "x@y.test"));
        Files.delete(folder.resolve("recipients.key"));
        var all = kept(refusal(3, "bob@example.com", "c", "x@y.test"));

        assertThat(first[0].recipient()).isEqualTo(first[1].recipient());
        assertThat(all[2].recipient())
                .startsWith("keyed-")
                .endsWith("@example.com")
                .isNotEqualTo(all[0].recipient());
    }

    @Test
    void onlyTheOwnerMayReadTheKey() throws IOException {
        kept(refusal(1, "bob@example.com", "a", "x@y.test"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("recipients.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatIsNoKeyIsRefused() throws IOException {
        Files.writeString(folder.resolve("recipients.key"), "secret");
        assertThatThrownBy(() -> kept(refusal(1, "bob@example.com", "a", "x@y.test")))
                .hasMessageContaining("64 hexadecimal digits");
    }
}
