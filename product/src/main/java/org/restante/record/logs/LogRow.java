package org.restante.record.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// What one line of a mail log says, in place: fields are slices of the block the line stands in, so that reading a line
/// makes no objects. A reader fills the same row again and again; whoever takes a row copies what it keeps.
public final class LogRow {
    /// What a line tells of.
    public enum Kind {
        /// A recipient was tried and accepted by the next hop.
        DELIVERED,
        /// A recipient was tried and stays queued.
        DEFERRED,
        /// A recipient was given up after a refusal, or without one (unroutable).
        BOUNCED,
        /// A recipient's lifetime ended.
        EXPIRED,
        /// A recipient was taken out of the queue by a person: no attempt.
        WITHDRAWN,
        /// A recipient was put off without being tried ("delivery temporarily suspended").
        SUSPENDED,
        /// A message was accepted into the queue (its sender, size and, where known, message id).
        RECEIVED,
        /// Further facts of a queued message (its message id, its sender when logged apart).
        DESCRIBED,
        /// A message left the queue for good.
        REMOVED,
        /// A recipient complained (feedback loop).
        COMPLAINED,
        /// A bounce that came back later as mail.
        BOUNCED_LATER,
        /// A recipient was taken by a program on this machine, such as a content filter, which gave the message back under
        /// another queue id: no attempt where the log tells of that one too.
        HANDED_ON,
        /// A refusal that belongs to a session or host, not to one recipient: evidence, not an attempt.
        NOTED
    }

    /// The text fields of a row; each is absent or not empty.
    public enum Field {
        /// The host or instance that wrote the line; queue ids are only unique within it.
        LOG_HOST,
        /// The program's own name for itself, such as a Postfix `syslog_name`.
        INSTANCE,
        /// The transport, mailer or service that made the attempt.
        TRANSPORT,
        QUEUE_ID,
        MESSAGE_ID,
        RECIPIENT,
        ORIGINAL_RECIPIENT,
        REVERSE_PATH,
        FROM_DOMAIN,
        MX_HOST,
        MX_IP,
        /// Our side: the name of the source (a VMTA, an egress source) and its address.
        SOURCE,
        SOURCE_IP,
        EHLO,
        POOL,
        TENANT,
        STREAM,
        CAMPAIGN,
        SESSION_ID,
        /// The enhanced status code that the log itself gives beside the text (`dsn=4.7.0`).
        STATUS,
        /// The domain a queue stands for, where a line tells of a whole queue and names no recipient.
        QUEUE_DOMAIN,
        /// The whole reply or the local description of the trouble, without the sending server's own words around it.
        TEXT,
        TLS,
        /// The queue id under which a program on this machine gave the message back.
        HANDED_TO
    }

    private static final Field[] FIELDS = Field.values();

    /// The [#rank] of what is not there; rules beyond it give nothing less firm.
    public static final int ABSENT = 1023;

    private static final byte[] NOTHING = new byte[0];

    private final byte[][] in = new byte[FIELDS.length][];
    private final int[] from = new int[FIELDS.length];
    private final int[] to = new int[FIELDS.length];

    /// A bit for each field that is there.
    private long present;

    private byte[] scratch = new byte[4096];
    private int scratchUsed;
    private String[] extraNames = new String[8];
    private byte[][] extraIn = new byte[8][];
    private int[] extraAt = new int[16];
    private int extras;

    /// What the line tells of.
    public Kind kind = Kind.NOTED;

    /// Milliseconds since the epoch; [Long#MIN_VALUE] when the line has no readable time.
    public long time = Long.MIN_VALUE;

    /// When the message entered the queue, milliseconds since the epoch; [Long#MIN_VALUE] when unknown.
    public long queuedAt = Long.MIN_VALUE;

    /// Time from entering the queue to this line, milliseconds; -1 when unknown.
    public long delay = -1;

    /// Octets of the message; -1 when unknown.
    public long size = -1;

    /// Which attempt this was, from 1; -1 when unknown.
    public int attempt = -1;

    /// The stage of the session; null when the log does not tell.
    public @Nullable Stage stage;

    /// The trouble when no server replied; null where a server did or none is told.
    public @Nullable Trouble trouble;

    /// Whether sources are told apart by their names although an address may be told: ours have names in every line, and an address
    /// only where a connection was made.
    public boolean isSourceNamed;

    /// Whether a [SourceMap] was asked about it; the same for all rows of a reader.
    public boolean isMapped;

    /// A bit for each field that a map gave, and by which of its rules, from 1.
    private long given;

    private final int[] rules = new int[FIELDS.length];

    public LogRow() {
        Arrays.fill(in, NOTHING);
    }

    /// Makes the row empty for the next line.
    public void clear(Kind newKind) {
        kind = newKind;
        time = Long.MIN_VALUE;
        queuedAt = Long.MIN_VALUE;
        delay = -1;
        size = -1;
        attempt = -1;
        stage = null;
        trouble = null;
        isSourceNamed = false;
        scratchUsed = 0;
        extras = 0;
        present = 0;
        given = 0;
    }

    /// The field is what the map's rule of this number gave, from 1.
    void givenBy(Field field, int rule) {
        given |= 1L << field.ordinal();
        rules[field.ordinal()] = rule;
    }

    /// How firmly the field stands, the least most: 0 where the line tells it, the number of the map's rule that gave it, and
    /// [#ABSENT].
    public int rank(Field field) {
        if (!has(field)) {
            return ABSENT;
        }
        return (given >>> field.ordinal() & 1) == 0 ? 0 : rules[field.ordinal()];
    }

    /// The field is the bytes `[start, end)` of `block`; an empty slice leaves it absent.
    public void set(Field field, byte[] block, int start, int end) {
        if (end <= start) {
            return;
        }
        int i = field.ordinal();
        if (in[i] != block) {
            in[i] = block;
        }
        from[i] = start;
        to[i] = end;
        present |= 1L << i;
    }

    /// The field is a text that does not stand in the block as it is (unescaped, joined).
    public void put(Field field, String text) {
        if (text.isEmpty()) {
            return;
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = reserve(bytes.length);
        System.arraycopy(bytes, 0, scratch, at, bytes.length);
        set(field, scratch, at, at + bytes.length);
    }

    /// Room for `length` bytes in [#scratch()], good until the next line; returns where it begins.
    int reserve(int length) {
        if (scratchUsed + length > scratch.length) {
            scratch = new byte[Math.max(Math.min(scratch.length * 2, 1 << 20), length + 4096)];
            scratchUsed = 0;
        }
        int at = scratchUsed;
        scratchUsed += length;
        return at;
    }

    /// Where [#reserve] has just made room; a later reservation may be in another array.
    byte[] scratch() {
        return scratch;
    }

    /// A header or another named value that the log tells of the message, for what a [SourceMap] looks up by name. Names are
    /// lower-case: a header's own (`x-campaign`), or `meta:` and the name of a value that the server itself attached.
    public void setExtra(String name, byte[] block, int start, int end) {
        if (end <= start) {
            return;
        }
        if (extras == extraNames.length) {
            extraNames = Arrays.copyOf(extraNames, 2 * extras);
            extraIn = Arrays.copyOf(extraIn, 2 * extras);
            extraAt = Arrays.copyOf(extraAt, 4 * extras);
        }
        extraNames[extras] = name;
        extraIn[extras] = block;
        extraAt[2 * extras] = start;
        extraAt[2 * extras + 1] = end;
        extras++;
    }

    /// The named value as text, null when the line does not tell it.
    public @Nullable String extra(String name) {
        for (int i = 0; i < extras; i++) {
            if (extraNames[i].equals(name)) {
                int start = extraAt[2 * i];
                return new String(
                        extraIn[i], start, extraAt[2 * i + 1] - start, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    public boolean has(Field field) {
        return (present >>> field.ordinal() & 1) != 0;
    }

    /// The array the field's bytes stand in; of a field that is absent any array, in which it is empty.
    public byte[] bytes(Field field) {
        return in[field.ordinal()];
    }

    public int start(Field field) {
        return from[field.ordinal()];
    }

    public int end(Field field) {
        int i = field.ordinal();
        return (present >>> i & 1) != 0 ? to[i] : from[i];
    }

    public int length(Field field) {
        return end(field) - start(field);
    }

    /// The field as text, null when absent. Bytes that are not UTF-8 become U+FFFD.
    public @Nullable String text(Field field) {
        return has(field)
                ? new String(bytes(field), start(field), length(field), StandardCharsets.UTF_8)
                : null;
    }
}
