package org.restante.record.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a mail server's own listing of its queue told: what waits now, which a log alone cannot say for sure.
///
/// Read are `postqueue -j` (one JSON object a line), `postqueue -p` or `mailq` of Postfix, and `exim -bp`. Entries are handed
/// on one by one and nothing is kept of them, so a listing may be of any length.
///
/// @param messages how many messages were listed
/// @param recipients how many recipients of them still wait
/// @param unread lines that belong to the listing and could not be understood
/// @param samples the first of those lines, cut to a readable length
/// @param damage what speaks against the listing being whole, in words; empty when nothing does
public record QueueListing(
        Format format,
        long messages,
        long recipients,
        long unread,
        List<String> samples,
        String damage) {
    /// Whose listing it is.
    public enum Format {
        POSTQUEUE_JSON("postqueue -j"),
        POSTQUEUE_TEXT("postqueue -p"),
        EXIM("exim -bp");

        private final String command;

        Format(String command) {
            this.command = command;
        }

        /// The command that prints such a listing.
        public String command() {
            return command;
        }
    }

    /// Recipients of one message at one domain that wait for the same reason.
    ///
    /// @param recipientDomain in lower case; empty for a local recipient without a domain
    /// @param arrived when the message entered the queue, as exactly as the listing tells; null when it does not
    /// @param size octets of the message; -1 when unknown
    /// @param reason why the last attempt failed, as listed; null when the listing gives none
    /// @param count how many recipients
    /// @param held whether it waits for an operator: on hold, or frozen
    public record Entry(
            String queueId,
            String recipientDomain,
            @Nullable Instant arrived,
            long size,
            @Nullable String reason,
            long count,
            boolean held) {
        /// The MX host that the reason speaks of; null when it names none.
        public @Nullable String mxHost() {
            if (reason == null) {
                return null;
            }
            var row = new LogRow();
            row.clear(LogRow.Kind.NOTED);
            var text = Bytes.of(reason);
            new PostfixText(row).read(text, 0, text.length);
            return row.text(LogRow.Field.MX_HOST);
        }
    }

    private static final int HEAD = 1 << 16;

    public QueueListing {
        samples = List.copyOf(samples);
    }

    /// Reads a listing, compressed or not. Ages (`25m`) count back from `file.newest()`, times without a zone are in `zone`.
    ///
    /// @throws IOException when the file cannot be read or is no listing that is known here
    public static QueueListing read(LogFile file, ZoneId zone, Consumer<Entry> entries)
            throws IOException {
        try (var sound = SoundStream.open(file);
                var text = new BufferedInputStream(sound, HEAD)) {
            text.mark(HEAD);
            var head = text.readNBytes(HEAD);
            text.reset();
            var listed = new ListedRecipients(entries);
            var format = format(head, file.name());
            var lines = new ListedLines(text);
            switch (format) {
                case POSTQUEUE_JSON -> new PostqueueJson(listed).read(text);
                case POSTQUEUE_TEXT ->
                        new PostqueueText(listed, new LogContext(zone, file.newest(), head))
                                .read(lines);
                case EXIM -> new EximQueueText(listed, file.newest()).read(lines);
            }
            listed.damaged(sound.damage());
            return listed.listing(format);
        }
    }

    /// Told by the first line that only one kind of listing has. `postqueue -j` says nothing of an empty queue.
    private static Format format(byte[] head, String name) throws IOException {
        int at = 0;
        if (new String(head, StandardCharsets.ISO_8859_1).isBlank()) {
            return Format.POSTQUEUE_JSON;
        }
        while (at < head.length) {
            int end = Bytes.find(head, at, head.length, (byte) '\n');
            int from = Bytes.skipBlanks(head, at, end);
            var format = formatOf(head, from, Bytes.trimEnd(head, from, end));
            if (format != null) {
                return format;
            }
            at = end + 1;
        }
        throw new IOException(
                name
                        + ": is no queue listing that can be read; give the output of 'postqueue -j', 'postqueue -p' or 'exim -bp'; what 'pmta show' prints is not read");
    }

    private static @Nullable Format formatOf(byte[] head, int from, int to) {
        if (from < to && head[from] == '{') {
            return Format.POSTQUEUE_JSON;
        }
        if (PostqueueText.begins(head, from, to)) {
            return Format.POSTQUEUE_TEXT;
        }
        return EximQueueText.isMessage(head, from, to) ? Format.EXIM : null;
    }

    /// The domain of an address in lower case, without angle brackets; empty when it has none.
    static String domainOf(String address) {
        int at = address.lastIndexOf('@');
        int end = address.endsWith(">") ? address.length() - 1 : address.length();
        return at < 0 || at + 1 >= end
                ? ""
                : address.substring(at + 1, end).toLowerCase(Locale.ROOT);
    }
}
