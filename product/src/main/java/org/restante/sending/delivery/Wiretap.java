package org.restante.sending.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.protocol.session.Tap;
import org.restante.sending.delivery.Overheard.Side;

/// One conversation as listeners hear it: line by line, secrets masked, of a message the header alone. One thread's.
public final class Wiretap implements Tap {
    private static final int LONGEST = 1000;
    private static final int HEADER_LINES = 60;
    private static final byte[] NOTHING = new byte[0];
    private static final String HIDDEN = "********";

    private final Wiretaps taps;
    private final String session;
    private final String site;
    private final String source;
    private final String host;
    private final Line ours = new Line();
    private final Line theirs = new Line();
    private @Nullable UUID message;
    private Set<String> domains = Set.of();
    private boolean isSecret;
    private boolean inBody;
    private boolean bodyHeard;
    private int headerLines;
    private long bodyOctets;

    Wiretap(Wiretaps taps, String session, String site, String source, String host) {
        this.taps = taps;
        this.session = session;
        this.site = site;
        this.source = source;
        this.host = host;
    }

    /// The message under way from now on, null for none.
    public void carries(@Nullable UUID id, Set<String> recipientDomains) {
        message = id;
        domains = recipientDomains;
    }

    String site() {
        return site;
    }

    String source() {
        return source;
    }

    boolean isFor(String domain) {
        return domains.contains(domain);
    }

    boolean carries(String idBegin) {
        return message != null && message.toString().startsWith(idBegin);
    }

    /// What is sent next is a message, or is no more.
    void body(boolean begins) {
        inBody = begins;
        if (begins) {
            bodyHeard = !taps.isIdle();
            headerLines = 0;
            bodyOctets = 0;
            ours.clear();
        } else if (bodyHeard && !taps.isIdle()) {
            ours.clear();
            note(
                    "the message goes, "
                            + bodyOctets
                            + " octets; what follows its header is not shown");
        }
    }

    /// What happened beside the words.
    public void note(String words) {
        if (!taps.isIdle()) {
            tell(Side.NOTE, words);
        }
    }

    @Override
    public void sent(byte[] bytes, int at, int count) {
        if (taps.isIdle()) {
            ours.clear();
            return;
        }
        if (inBody) {
            bodyOctets += count;
            if (!bodyHeard || headerLines < 0) {
                return;
            }
        }
        for (int i = at; i < at + count; i++) {
            if (ours.ended(bytes[i])) {
                said(ours.take());
                if (inBody && headerLines < 0) {
                    return;
                }
            }
        }
    }

    private void said(String line) {
        if (inBody) {
            boolean isOver = line.isEmpty() || ++headerLines > HEADER_LINES;
            if (isOver) {
                headerLines = -1;
            } else {
                tell(Side.US, line);
            }
            return;
        }
        tell(Side.US, masked(line));
    }

    /// What proves who we are is nobody's business (RFC 4954 §4).
    private String masked(String line) {
        if (isSecret) {
            isSecret = false;
            return HIDDEN;
        }
        var words = line.split(" ", 3);
        if (!words[0].toUpperCase(Locale.ROOT).equals("AUTH")) {
            return line;
        }
        return words.length < 3 ? line : words[0] + " " + words[1] + " " + HIDDEN;
    }

    @Override
    public void received(byte[] bytes, int at, int count) {
        if (taps.isIdle()) {
            theirs.clear();
            return;
        }
        for (int i = at; i < at + count; i++) {
            if (theirs.ended(bytes[i])) {
                var line = theirs.take();
                isSecret = line.startsWith("334");
                tell(Side.THEM, line);
            }
        }
    }

    private void tell(Side side, String text) {
        taps.hear(
                this,
                new Overheard(
                        taps.now(),
                        session,
                        site,
                        source,
                        host,
                        Optional.ofNullable(message),
                        side,
                        text));
    }

    /// Octets up to a line's end, with room for them once somebody listens; what is beyond [#LONGEST] is dropped.
    private static final class Line {
        private byte[] bytes = NOTHING;
        private int length;
        private int dropped;

        boolean ended(byte next) {
            if (next == '\n') {
                return true;
            }
            if (bytes.length == 0) {
                bytes = new byte[LONGEST];
            }
            if (length < LONGEST) {
                bytes[length++] = next;
            } else {
                dropped++;
            }
            return false;
        }

        String take() {
            int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
            var text = new String(bytes, 0, end, StandardCharsets.UTF_8);
            var whole = dropped == 0 ? text : text + " … and " + dropped + " octets more";
            clear();
            return whole;
        }

        void clear() {
            length = 0;
            dropped = 0;
        }
    }
}
