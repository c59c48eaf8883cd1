package org.restante.sending.reception;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.ReversePath;
import org.restante.mail.smtp.Reply;
import org.restante.protocol.milter.Answer;
import org.restante.protocol.milter.Change;
import org.restante.protocol.milter.Judgement;
import org.restante.protocol.milter.Milter;
import org.restante.protocol.milter.MilterSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The filters of one session, asked one after the other; each sees a message as the one before it left it. They are called when the
/// first message begins, for a client that only knocks needs none. One thread's.
final class Filters implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Filters.class);

    private final List<Asked> all;
    private final FilterMacros macros;

    /// The message under way is thrown away: nobody need hear more of it.
    private boolean isDiscarded;

    /// The id of the message under way.
    private UUID message = new UUID(0, 0);

    /// @param name how the server names itself
    Filters(List<MilterSettings> settings, String name) {
        this.all = settings.stream().map(Asked::new).toList();
        macros = new FilterMacros(name);
    }

    boolean areNone() {
        return all.isEmpty();
    }

    /// How much of what comes a filter wants to see.
    private enum Interest {
        ALL,
        /// Of this message it has seen enough.
        NEXT_MESSAGE,
        /// Of this client it has seen enough.
        NONE
    }

    private static final class Asked {
        private final MilterSettings settings;
        private @Nullable Milter milter;
        private Interest interest = Interest.ALL;

        Asked(MilterSettings settings) {
            this.settings = settings;
        }

        void end() {
            if (milter != null) {
                try {
                    milter.close();
                } catch (IOException e) {
                    LOG.debug("filter {}: {}", settings.name(), e.getMessage());
                }
            }
            milter = null;
            interest = Interest.ALL;
        }
    }

    private interface Question {
        Answer ask(Milter milter) throws IOException;
    }

    /// A message begins.
    ///
    /// @param parameters of the command
    Ruling begin(Seen seen, UUID id, ReversePath path, List<String> parameters) {
        message = id;
        for (var one : all) {
            var ruling = greeted(one, seen);
            if (ruling instanceof Ruling.Pass && one.interest == Interest.ALL) {
                ruling =
                        ask(
                                one,
                                Interest.NEXT_MESSAGE,
                                milter ->
                                        milter.mail(
                                                path.address(),
                                                parameters,
                                                macros.mail(seen, id, path)));
            }
            if (!(ruling instanceof Ruling.Pass)) {
                return ruling;
            }
        }
        return Ruling.PASS;
    }

    private Ruling greeted(Asked one, Seen seen) {
        if (one.milter != null || one.interest == Interest.NONE) {
            return Ruling.PASS;
        }
        try {
            one.milter = Milter.connect(one.settings);
        } catch (IOException e) {
            return failed(one, e);
        }
        var ruling =
                ask(
                        one,
                        Interest.NONE,
                        milter ->
                                milter.client(
                                        HeaderReading.literal(seen.address()),
                                        seen.address(),
                                        seen.port(),
                                        macros.client(seen)));
        if (ruling instanceof Ruling.Pass && one.interest == Interest.ALL) {
            ruling =
                    ask(
                            one,
                            Interest.NONE,
                            milter -> milter.hello(seen.hello(), macros.hello(seen)));
        }
        if (!(ruling instanceof Ruling.Pass)) {
            one.end();
        }
        return ruling;
    }

    /// @param parameters of the command
    Ruling recipient(Mailbox mailbox, List<String> parameters) {
        return each(milter ->
                milter.recipient(
                        mailbox.toString(), parameters, macros.recipient(message, mailbox)));
    }

    Ruling data() {
        return each(milter -> milter.data(macros.message(message)));
    }

    private Ruling each(Question question) {
        if (isDiscarded) {
            return Ruling.PASS;
        }
        for (var one : all) {
            if (one.milter != null && one.interest == Interest.ALL) {
                var ruling = ask(one, Interest.NEXT_MESSAGE, question);
                if (!(ruling instanceof Ruling.Pass)) {
                    return ruling;
                }
            }
        }
        return Ruling.PASS;
    }

    /// @param accepted what is left of the filter's interest once it accepts
    private Ruling ask(Asked one, Interest accepted, Question question) {
        var milter = one.milter;
        if (milter == null) {
            return Ruling.PASS;
        }
        try {
            return ruling(one, question.ask(milter), accepted);
        } catch (IOException e) {
            return failed(one, e);
        }
    }

    private Ruling ruling(Asked one, Answer answer, Interest accepted) {
        return switch (answer) {
            case Answer.Continue(), Answer.Skip() -> Ruling.PASS;
            case Answer.Accept() -> {
                one.interest = accepted;
                yield Ruling.PASS;
            }
            case Answer.Reject() -> refuse(550, "5.7.1 Refused by filter " + one.settings.name());
            case Answer.TempFail() ->
                    refuse(451, "4.7.1 Filter " + one.settings.name() + " asks to try again later");
            case Answer.Discard() -> {
                isDiscarded = true;
                yield new Ruling.Discard(one.settings.name());
            }
            case Answer.Words(var reply) -> new Ruling.Refuse(reply);
        };
    }

    private static Ruling refuse(int code, String text) {
        return new Ruling.Refuse(new Reply(OptionalInt.of(code), List.of(text)));
    }

    /// A filter that cannot be asked is out for this message.
    private static Ruling failed(Asked one, IOException e) {
        LOG.warn("filter {} cannot be asked: {}", one.settings.name(), e.getMessage());
        one.end();
        one.interest = Interest.NEXT_MESSAGE;
        return switch (one.settings.otherwise()) {
            case TEMPFAIL ->
                    refuse(
                            451,
                            "4.7.1 Filter "
                                    + one.settings.name()
                                    + " cannot be asked now, try again later");
            case REJECT -> refuse(550, "5.7.1 Filter " + one.settings.name() + " cannot be asked");
            case ACCEPT -> Ruling.PASS;
        };
    }

    /// What the filters make of a whole message. Their changes are made in the header and the body.
    ///
    /// @return the body as it is now
    Judged message(HeaderBlock header, Scratch body) throws IOException {
        if (isDiscarded) {
            return new Judged(Ruling.PASS, body);
        }
        var now = body;
        for (var one : all) {
            if (one.milter != null && one.interest == Interest.ALL) {
                var judgement = judge(one, header, now);
                var ruling = judgement.ruling();
                if (!(ruling instanceof Ruling.Pass)) {
                    return new Judged(ruling, now);
                }
                now = changed(header, now, judgement.changes());
            }
        }
        return new Judged(Ruling.PASS, now);
    }

    /// @param body what is to be sent, where the ruling lets it pass
    record Judged(Ruling ruling, Scratch body) {}

    private record Said(Ruling ruling, List<Change> changes) {}

    private Said judge(Asked one, HeaderBlock header, Scratch body) {
        var milter = one.milter;
        if (milter == null) {
            return new Said(Ruling.PASS, List.of());
        }
        try (InputStream in = body.read()) {
            Judgement judgement = milter.message(header, in, macros.message(message));
            one.interest = Interest.NEXT_MESSAGE;
            return new Said(
                    ruling(one, judgement.answer(), Interest.NEXT_MESSAGE), judgement.changes());
        } catch (IOException e) {
            return new Said(failed(one, e), List.of());
        }
    }

    private static Scratch changed(HeaderBlock header, Scratch body, List<Change> changes)
            throws IOException {
        var parts = new ArrayList<byte[]>();
        for (var change : changes) {
            switch (change) {
                case Change.AddField(var name, var value) -> header.append(field(name, value));
                case Change.InsertField(var index, var name, var value) ->
                        header.insert(index, field(name, value));
                case Change.ChangeField(var nth, var name, var value) ->
                        header.change(
                                name.toLowerCase(Locale.ROOT),
                                nth,
                                value.isEmpty() ? null : field(name, value));
                case Change.Body(var octets) -> parts.add(octets);
            }
        }
        return parts.isEmpty() ? body : replaced(body, parts);
    }

    /// A field in lines that CRLF ends, each but the first beginning with a blank: a filter cannot add what it did not name.
    private static String field(String name, String value) {
        var lines = value.stripTrailing().replace("\r\n", "\n").replace('\r', '\n').split("\n+");
        var text = new StringBuilder(name).append(':').append(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            boolean isFolded = lines[i].startsWith(" ") || lines[i].startsWith("\t");
            text.append("\r\n").append(isFolded ? "" : "\t").append(lines[i]);
        }
        return text.append("\r\n").toString();
    }

    /// The new body, its lines ended by CRLF and by nothing else.
    private static Scratch replaced(Scratch old, List<byte[]> parts) throws IOException {
        old.close();
        var fresh = new Scratch();
        var line = "\r\n".getBytes(StandardCharsets.US_ASCII);
        byte last = '\n';
        for (var part : parts) {
            int from = 0;
            for (int at = 0; at < part.length; at++) {
                boolean isLf = part[at] == '\n';
                if (isLf != (last == '\r')) {
                    fresh.write(part, from, at - from);
                    fresh.write(line, isLf ? 0 : 1, 1);
                    from = at;
                }
                last = part[at];
            }
            fresh.write(part, from, part.length - from);
        }
        if (last == '\r') {
            fresh.write(line, 1, 1);
        } else if (last != '\n') {
            fresh.write(line, 0, 2);
        }
        return fresh;
    }

    /// Whatever message was under way is forgotten; the client stays.
    void abort() {
        isDiscarded = false;
        for (var one : all) {
            if (one.milter != null) {
                try {
                    one.milter.abort();
                } catch (IOException e) {
                    one.end();
                }
            }
            if (one.interest == Interest.NEXT_MESSAGE) {
                one.interest = Interest.ALL;
            }
        }
    }

    /// The client is another, or gone.
    @Override
    public void close() {
        all.forEach(Asked::end);
    }
}
