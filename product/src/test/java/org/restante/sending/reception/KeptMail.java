package org.restante.sending.reception;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Submission;
import org.restante.mail.smtp.Reply;

/// Takes mail and keeps it in memory, or refuses it with a given reply.
final class KeptMail implements Submission {
    record Kept(Offer offer, String text) {}

    final List<Kept> kept = new ArrayList<>();
    int open;
    @Nullable String refusesAll;
    @Nullable String refusesAtTheEnd;

    @Override
    public synchronized Draft begin() throws Refused {
        if (refusesAll != null) {
            throw new Refused(Reply.read(refusesAll));
        }
        open++;
        return new Kept1();
    }

    private final class Kept1 implements Draft {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private boolean closed;

        @Override
        public UUID id() {
            return new UUID(1, kept.size() + 1L);
        }

        @Override
        public void write(byte[] bytes, int at, int count) {
            octets.write(bytes, at, count);
        }

        @Override
        public void commit(Offer offer) throws Refused {
            if (refusesAtTheEnd != null) {
                throw new Refused(Reply.read(refusesAtTheEnd));
            }
            synchronized (KeptMail.this) {
                kept.add(new Kept(offer, octets.toString(StandardCharsets.UTF_8)));
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open--;
            }
        }
    }
}
