package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.restante.record.logs.QueueListing.Entry;
import org.restante.record.logs.QueueListing.Format;
import org.restante.testing.Corpora;
import org.restante.testing.Mutations;

final class QueueListingTest {
    private static final Instant TAKEN = Instant.parse("2026-11-20T12:00:00Z");

    private final List<Entry> entries = new ArrayList<>();

    private QueueListing read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private QueueListing read(byte[] bytes) throws IOException {
        return read(new ByteArrayInputStream(bytes));
    }

    private QueueListing read(InputStream in) throws IOException {
        return QueueListing.read(LogFile.of("queue", in, TAKEN), ZoneOffset.UTC, entries::add);
    }

    private static Entry entry(
            String id, String domain, String arrived, long size, String reason, long count) {
        return new Entry(id, domain, Instant.parse(arrived), size, reason, count, false);
    }

    @Test
    void theJsonOfPostqueueIsRead() throws IOException {
        var listing =
                read(
                        """
                        {"queue_name": "deferred", "queue_id": "4F1A2B3C4D", "arrival_time": 1795165201, "message_size": 4133, "forced_expire": false, "sender": "news@a.test", "recipients": [{"address": "u@Yahoo.com", "delay_reason": "host mta5.am0.yahoodns.net[192.0.2.1] refused to talk to me: 421 4.7.0 [TSS04] later"}, {"address": "v@yahoo.com", "delay_reason": "host mta5.am0.yahoodns.net[192.0.2.1] refused to talk to me: 421 4.7.0 [TSS04] later"}, {"address": "w@gmail.com"}]}
                        {"queue_name": "hold", "queue_id": "4F1A2B3C4E", "arrival_time": 1795165202, "message_size": 10, "sender": "", "recipients": [{"address": "root"}]}
                        """);

        assertThat(listing)
                .isEqualTo(new QueueListing(Format.POSTQUEUE_JSON, 2, 4, 0, List.of(), ""));
        assertThat(entries)
                .containsExactly(
                        entry(
                                "4F1A2B3C4D",
                                "yahoo.com",
                                "2026-11-20T09:00:01Z",
                                4133,
                                "host mta5.am0.yahoodns.net[192.0.2.1] refused to talk to me: 421 4.7.0 [TSS04] later",
                                2),
                        entry("4F1A2B3C4D", "gmail.com", "2026-11-20T09:00:01Z", 4133, null, 1),
                        new Entry(
                                "4F1A2B3C4E",
                                "",
                                Instant.parse("2026-11-20T09:00:02Z"),
                                10,
                                null,
                                1,
                                true));
        assertThat(entries.getFirst().mxHost()).isEqualTo("mta5.am0.yahoodns.net");
        assertThat(entries.getLast().mxHost()).isNull();
    }

    @Test
    void theTextOfMailqIsRead() throws IOException {
        var listing =
                read(
                        """
                        -Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
                        4F1A2B3C4D*    4387 Fri Nov 20 09:35:18  news@a.test
                                                                 u@b.test
                                                                 v@b.test

                        0572820D64!     4098 Mon Feb  2 00:44:54  news@a.test
                        (host mx.c.test[192.0.2.7] said: 452 4.2.2 Quota exceeded (u@c.test) (in reply to RCPT TO command))
                                                                 u@c.test
                                   (connect to mx.d.test[192.0.2.9]:25: Connection timed out)
                                                                 u@d.test
                                                              (reason unavailable)
                                                                 v@d.test

                        -- 8 Kbytes in 2 Requests.
                        """);

        assertThat(listing)
                .isEqualTo(new QueueListing(Format.POSTQUEUE_TEXT, 2, 5, 0, List.of(), ""));
        var february = Instant.parse("2026-02-02T00:44:54Z");
        assertThat(entries)
                .containsExactly(
                        entry("4F1A2B3C4D", "b.test", "2026-11-20T09:35:18Z", 4387, null, 2),
                        new Entry(
                                "0572820D64",
                                "c.test",
                                february,
                                4098,
                                "host mx.c.test[192.0.2.7] said: 452 4.2.2 Quota exceeded (u@c.test) (in reply to RCPT TO command)",
                                1,
                                true),
                        new Entry(
                                "0572820D64",
                                "d.test",
                                february,
                                4098,
                                "connect to mx.d.test[192.0.2.9]:25: Connection timed out",
                                1,
                                true),
                        new Entry("0572820D64", "d.test", february, 4098, null, 1, true));
    }

    @Test
    void longQueueIdsAreReadInMailqToo() throws IOException {
        var listing =
                read(
                        """
                        ----Queue ID----- --Size-- ---Arrival Time---- --Sender/Recipient------
                        4cX7Yz3PqRzK9LmN      2387 Fri Nov 20 09:35:18 MAILER-DAEMON
                                                                       u@b.test

                        -- 2 Kbytes in 1 Request.
                        """);

        assertThat(listing.damage()).isEmpty();
        assertThat(entries)
                .containsExactly(
                        entry("4cX7Yz3PqRzK9LmN", "b.test", "2026-11-20T09:35:18Z", 2387, null, 1));
    }

    @Test
    void theListingOfEximIsRead() throws IOException {
        var listing =
                read(
                        """
                        25m  2.9K 0t5C6f-0000c8-00 <alice@a.test>
                                  red.king@b.test
                                D white@b.test
                                 +D child@b.test

                         4d  176K 1qpzYx-00000002Ab3-4cDe <> *** frozen ***
                                  bob@C.test

                        """);

        assertThat(listing).isEqualTo(new QueueListing(Format.EXIM, 2, 2, 0, List.of(), ""));
        assertThat(entries)
                .containsExactly(
                        entry("0t5C6f-0000c8-00", "b.test", "2026-11-20T11:35:00Z", 2969, null, 1),
                        new Entry(
                                "1qpzYx-00000002Ab3-4cDe",
                                "c.test",
                                Instant.parse("2026-11-16T12:00:00Z"),
                                176 * 1024,
                                null,
                                1,
                                true));
    }

    @Test
    void changedListingsAreReadOrRefused() throws IOException {
        var listings =
                List.of(
                        "{\"queue_name\": \"deferred\", \"queue_id\": \"4F1A\", \"arrival_time\": 1795165201, \"message_size\": 4133, \"recipients\": [{\"address\": \"u@b.test\", \"delay_reason\": \"host mx[192.0.2.1] said: 421\"}]}\n",
                        "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n4F1A2B3C4D*    4387 Fri Nov 20 09:35:18  a@a.test\n(host mx said: no)\n        u@b.test\n\n-- 4 Kbytes in 1 Request.\n",
                        "25m  2.9K 0t5C6f-0000c8-00 <alice@a.test>\n          red.king@b.test\n        D white@b.test\n\n");
        var chance = new Random(11);
        int read = 0;
        for (int i = 0; i < 6000; i++) {
            var bytes =
                    Mutations.of(
                            listings.get(i % 3).repeat(2).getBytes(StandardCharsets.UTF_8), chance);
            try {
                assertThat(read(bytes).recipients()).isBetween(0L, 6L);
                entries.forEach(Entry::mxHost);
                read++;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("is no queue listing that can be read");
            }
            entries.clear();
        }
        assertThat(read).isGreaterThan(4000);
    }

    @Test
    void aCompressedListingCutOffInItsHeadSaysSo() throws IOException {
        assertThat(read(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0}).damage())
                .contains("ends early or is damaged");
    }

    @Test
    void anEmptyQueueIsNoError() throws IOException {
        assertThat(read("Mail queue is empty\n").recipients()).isZero();
        assertThat(read("").recipients()).isZero();
    }

    @Test
    void anythingElseIsSaidToBeNoListing() {
        assertThatThrownBy(() -> read("domain  rcpt  conn\ngmail.com 12 3\n"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "queue: is no queue listing that can be read; give the output of 'postqueue -j', 'postqueue -p' or 'exim -bp'; what 'pmta show' prints is not read");
    }

    @Test
    void whatCannotBeUnderstoodIsCountedAndShown() throws IOException {
        var listing =
                read(
                        """
                        {"queue_id": "4F1A2B3C4D", "arrival_time": 1, "recipients": [{"address": "u@b.test"}]}
                        {"queue_id": "4F1A2B
                        nonsense

                        {"queue_id": "4F1A2B3C4E", "recipients": [{"address": "u@b.test"}]}
                        """);

        assertThat(listing.messages()).isEqualTo(2);
        assertThat(listing.unread()).isEqualTo(2);
        assertThat(listing.samples()).containsExactly("{\"queue_id\": \"4F1A2B", "nonsense");
    }

    @Test
    void aListingThatIsCutOffSaysSo() throws IOException {
        var whole = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(whole)) {
            for (int i = 0; i < 20_000; i++) {
                gzip.write(
                        "{\"queue_id\": \"%X\", \"arrival_time\": 1, \"recipients\": [{\"address\": \"u%d@b.test\"}]}\n"
                                .formatted(0x10000 + i * 7919L, i)
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        var listing = read(Arrays.copyOf(whole.toByteArray(), whole.size() / 2));

        assertThat(listing.messages()).isBetween(1L, 19_999L);
        assertThat(listing.damage()).contains("ends early or is damaged");
        entries.clear();
        assertThat(read("-Queue ID-\n\n-- 8 Kbytes in 2 Requests.\n").damage())
                .isEqualTo("the listing speaks of 2 messages, 0 were read");
    }

    /// One message with 300,000 recipients is a line of 9 MB; nothing of it is held.
    @Test
    void aMessageOfAnyNumberOfRecipientsIsReadAsAStream() throws IOException {
        var begin = "{\"queue_id\": \"4F1A2B3C4D\", \"arrival_time\": 1, \"recipients\": [";
        var one = "{\"address\": \"someone@b.test\"}, ".repeat(1000);
        var parts = new ArrayList<InputStream>();
        parts.add(stream(begin));
        for (int i = 0; i < 300; i++) {
            parts.add(stream(one));
        }
        parts.add(stream("{\"address\": \"last@c.test\"}]}\n"));
        var listing = read(new SequenceInputStream(java.util.Collections.enumeration(parts)));

        assertThat(listing.recipients()).isEqualTo(300_001);
        assertThat(entries).hasSize(2);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theListingOfTheExporterIsReadWhole() throws IOException {
        var file = Corpora.require("logs-postfix").resolve("kumina-showq.txt");
        var listing = QueueListing.read(LogFile.of(file), ZoneOffset.UTC, entries::add);
        Corpora.executed(
                "logs-postfix/kumina-showq",
                (int) listing.recipients(),
                (int) listing.unread(),
                0,
                "recipients of a mailq listing");
        assertThat(listing.messages()).isEqualTo(24);
        assertThat(listing.recipients()).isEqualTo(24);
        assertThat(listing.unread()).isZero();
        assertThat(entries).filteredOn(one -> one.recipientDomain().equals("lerum.se")).hasSize(12);
        assertThat(entries).filteredOn(one -> one.reason() != null).hasSize(8);
    }
}
