package org.restante.sending.queue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Envelope.Returned;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.TraceParent;

/// What the queue keeps of a message beside its body, as it stands in the spool: a version, then fields in a fixed order.
///
/// @param hasEightBit whether any octet of the message is above 127 (RFC 6152)
/// @param signature the DKIM-Signature fields that are sent before it, each ended by CRLF; empty when nobody signed it
/// @param client the name of the credential or network it came from; empty for our own notices
/// @param trace of its submitter's, which it joins
record StoredMessage(
        ReversePath reversePath,
        boolean hasEightBit,
        boolean isInternational,
        Optional<Returned> returned,
        Optional<String> envelopeId,
        Optional<String> messageId,
        Optional<Domain> fromDomain,
        Optional<String> tenant,
        String stream,
        Optional<String> campaign,
        String pool,
        boolean isTransactional,
        Instant receivedAt,
        Instant expires,
        String signature,
        Optional<String> client,
        Optional<TraceParent> trace) {
    private static final int VERSION = 4;

    /// Without a signature, a client, a trace.
    private static final int FIRST_VERSION = 1;

    private static final int WITHOUT_CLIENT = 2;
    private static final int WITHOUT_TRACE = 3;

    private static final int EIGHT_BIT = 1;
    private static final int INTERNATIONAL = 2;
    private static final int TRANSACTIONAL = 4;
    private static final int SAID = 8;

    /// What the length of a field can say.
    private static final int LONGEST = 65_535;

    /// A field is longer than the format can say.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(int octets) {
            super("a field of " + octets + " octets; at most " + LONGEST + " are kept");
        }
    }

    /// The same for another pool.
    StoredMessage in(String other) {
        return new StoredMessage(
                reversePath,
                hasEightBit,
                isInternational,
                returned,
                envelopeId,
                messageId,
                fromDomain,
                tenant,
                stream,
                campaign,
                other,
                isTransactional,
                receivedAt,
                expires,
                signature,
                client,
                trace);
    }

    /// @throws TooLong when it cannot be kept
    byte[] toBytes() throws TooLong {
        var bytes = new ByteArrayOutputStream(200);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(
                    (hasEightBit ? EIGHT_BIT : 0)
                            | (isInternational ? INTERNATIONAL : 0)
                            | (isTransactional ? TRANSACTIONAL : 0));
            out.writeByte(returned.map(Enum::ordinal).orElse(-1));
            out.writeLong(receivedAt.toEpochMilli());
            out.writeLong(expires.toEpochMilli());
            write(out, reversePath.address());
            write(out, envelopeId.orElse(""));
            write(out, messageId.orElse(""));
            write(out, fromDomain.map(Domain::ascii).orElse(""));
            write(out, tenant.orElse(""));
            write(out, stream);
            write(out, campaign.orElse(""));
            write(out, pool);
            write(out, signature);
            write(out, client.orElse(""));
            write(out, trace.map(TraceParent::toString).orElse(""));
        } catch (TooLong e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            throw new TooLong(bytes.length);
        }
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a field of " + length + " octets is cut off");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Optional<String> readOptional(DataInputStream in) throws IOException {
        return Optional.of(read(in)).filter(text -> !text.isEmpty());
    }

    /// @throws IOException when the bytes are not what [#toBytes] makes
    static StoredMessage of(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version < FIRST_VERSION || version > VERSION) {
                throw new IOException(
                        "a message of format "
                                + version
                                + "; this version reads formats up to "
                                + VERSION);
            }
            int flags = in.readUnsignedByte();
            var returned = returned(in.readByte());
            var receivedAt = Instant.ofEpochMilli(in.readLong());
            var expires = Instant.ofEpochMilli(in.readLong());
            var path = read(in);
            var message =
                    new StoredMessage(
                            path.isEmpty() ? ReversePath.NULL : ReversePath.of(mailbox(path)),
                            (flags & EIGHT_BIT) != 0,
                            (flags & INTERNATIONAL) != 0,
                            returned,
                            readOptional(in),
                            readOptional(in),
                            readOptional(in).flatMap(Domain::of),
                            readOptional(in),
                            read(in),
                            readOptional(in),
                            read(in),
                            (flags & TRANSACTIONAL) != 0,
                            receivedAt,
                            expires,
                            version == FIRST_VERSION ? "" : read(in),
                            version <= WITHOUT_CLIENT ? Optional.empty() : readOptional(in),
                            version <= WITHOUT_TRACE
                                    ? Optional.empty()
                                    : readOptional(in).flatMap(TraceParent::of));
            if (in.available() > 0) {
                throw new IOException("a message with more behind its last field");
            }
            return message;
        }
    }

    private static Optional<Returned> returned(int number) throws IOException {
        if (number >= Returned.values().length) {
            throw new IOException("no word for what is returned: " + number);
        }
        return number < 0 ? Optional.empty() : Optional.of(Returned.values()[number]);
    }

    private static Mailbox mailbox(String address) throws IOException {
        return Mailbox.of(address).orElseThrow(() -> new IOException("no address: " + address));
    }

    /// The stream with its tenant before it.
    String tenantAndStream() {
        return tenant.map(it -> it + "/").orElse("") + stream;
    }

    /// What stands behind the at sign of a recipient as it stands in the spool.
    static String hostText(byte[] recipient) {
        int length = (recipient[1] & 0xFF) << 8 | recipient[2] & 0xFF;
        int at = length + 2;
        while (at > 3 && recipient[at - 1] != '@') {
            at--;
        }
        return new String(recipient, at, length + 3 - at, StandardCharsets.UTF_8);
    }

    /// A recipient as it stands in the spool.
    ///
    /// @throws TooLong when it cannot be kept
    static byte[] bytes(Recipient recipient) throws TooLong {
        var bytes = new ByteArrayOutputStream(64);
        try (var out = new DataOutputStream(bytes)) {
            int flags = recipient.said() ? SAID : 0;
            for (var one : recipient.wanted()) {
                flags |= 1 << one.ordinal();
            }
            out.writeByte(flags);
            write(out, recipient.mailbox().toString());
            write(out, recipient.original().orElse(""));
        } catch (TooLong e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Recipient recipient(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int flags = in.readUnsignedByte();
            Set<Notify> wanted = EnumSet.noneOf(Notify.class);
            for (var one : Notify.values()) {
                if ((flags & 1 << one.ordinal()) != 0) {
                    wanted.add(one);
                }
            }
            var mailbox = mailbox(read(in));
            return new Recipient(mailbox, wanted, (flags & SAID) != 0, readOptional(in));
        }
    }
}
