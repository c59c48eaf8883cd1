package org.restante.protocol.milter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.smtp.Reply;
import org.restante.protocol.milter.Packets.Builder;
import org.restante.protocol.milter.Packets.Packet;

/// A conversation with one filter about one client's messages. One thread's. After an exception it is of no more use but to be closed.
public final class Milter implements Closeable {
    private static final int VERSION = 6;
    private static final int OLDEST_VERSION = 2;
    private static final int PART = 65_535;

    /// All changes to one message together.
    private static final long MOST = 100 << 20;

    /// What a change takes beside its text.
    private static final int CHANGE = 64;

    /// What a filter may do: add fields, change the body, change fields.
    private static final int MAY = 0x01 | 0x02 | 0x10;

    private static final int NO_CONNECT = 0x01;
    private static final int NO_HELO = 0x02;
    private static final int NO_MAIL = 0x04;
    private static final int NO_RCPT = 0x08;
    private static final int NO_BODY = 0x10;
    private static final int NO_HEADERS = 0x20;
    private static final int NO_END_OF_HEADER = 0x40;
    private static final int SILENT_HEADERS = 0x80;
    private static final int NO_UNKNOWN = 0x100;
    private static final int NO_DATA = 0x200;
    private static final int SKIP = 0x400;
    private static final int SILENT_CONNECT = 0x1000;
    private static final int SILENT_HELO = 0x2000;
    private static final int SILENT_MAIL = 0x4000;
    private static final int SILENT_RCPT = 0x8000;
    private static final int SILENT_DATA = 0x1_0000;
    private static final int SILENT_UNKNOWN = 0x2_0000;
    private static final int SILENT_END_OF_HEADER = 0x4_0000;
    private static final int SILENT_BODY = 0x8_0000;
    private static final int LEADING_BLANKS = 0x10_0000;

    /// What a filter may leave out, or leave unanswered.
    private static final int OFFERED =
            NO_CONNECT
                    | NO_HELO
                    | NO_MAIL
                    | NO_RCPT
                    | NO_BODY
                    | NO_HEADERS
                    | NO_END_OF_HEADER
                    | SILENT_HEADERS
                    | NO_UNKNOWN
                    | NO_DATA
                    | SKIP
                    | SILENT_CONNECT
                    | SILENT_HELO
                    | SILENT_MAIL
                    | SILENT_RCPT
                    | SILENT_DATA
                    | SILENT_UNKNOWN
                    | SILENT_END_OF_HEADER
                    | SILENT_BODY
                    | LEADING_BLANKS;

    private final MilterSettings settings;
    private final Packets packets;
    private final int steps;
    private final int actions;

    private Milter(MilterSettings settings, Packets packets, int steps, int actions) {
        this.settings = settings;
        this.packets = packets;
        this.steps = steps;
        this.actions = actions;
    }

    /// Connects, and agrees on the protocol.
    public static Milter connect(MilterSettings settings) throws IOException {
        var packets = Packets.connect(settings.address(), settings.connect());
        try {
            packets.send(
                    'O',
                    new Builder().number(VERSION).number(MAY).number(OFFERED).octets(),
                    settings.connect());
            var agreed = packets.receive(settings.connect());
            if (agreed.letter() != 'O') {
                throw new MilterException("no agreement but '" + agreed.letter() + "'");
            }
            int version = agreed.number(0);
            // Some ask for whatever they might ever do (rspamd); what was not offered is refused
            // when they do it.
            int actions = agreed.number(4) & MAY;
            int steps = agreed.number(8);
            if (version < OLDEST_VERSION || version > VERSION) {
                throw new MilterException("protocol version " + version);
            }
            if ((steps & ~OFFERED) != 0) {
                throw new MilterException(
                        "it wants what was not offered: steps %x".formatted(steps & ~OFFERED));
            }
            return new Milter(settings, packets, steps, actions);
        } catch (IOException e) {
            packets.close();
            throw e;
        }
    }

    /// Who connected.
    ///
    /// @param name of the client's machine; its address in brackets where that is not known
    /// @param macros what else is known, by the names Sendmail has for it
    public Answer client(String name, InetAddress address, int port, Map<String, String> macros)
            throws IOException {
        var about =
                new Builder()
                        .text(name)
                        .octet(address instanceof Inet6Address ? '6' : '4')
                        .octet(port >> 8)
                        .octet(port)
                        .text(
                                address instanceof Inet6Address
                                        ? "IPv6:" + withoutZone(address.getHostAddress())
                                        : address.getHostAddress());
        return step('C', about, macros, NO_CONNECT, SILENT_CONNECT);
    }

    /// A zone is of this machine alone, and no filter reads it.
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    public Answer hello(String name, Map<String, String> macros) throws IOException {
        return step('H', new Builder().text(name), macros, NO_HELO, SILENT_HELO);
    }

    /// @param parameters as they stand in the command
    public Answer mail(String path, List<String> parameters, Map<String, String> macros)
            throws IOException {
        return step('M', envelope(path, parameters), macros, NO_MAIL, SILENT_MAIL);
    }

    public Answer recipient(String path, List<String> parameters, Map<String, String> macros)
            throws IOException {
        return step('R', envelope(path, parameters), macros, NO_RCPT, SILENT_RCPT);
    }

    private static Builder envelope(String path, List<String> parameters) {
        var about = new Builder().text("<" + path + ">");
        parameters.forEach(about::text);
        return about;
    }

    /// The client begins its data.
    public Answer data(Map<String, String> macros) throws IOException {
        return step('T', new Builder(), macros, NO_DATA, SILENT_DATA);
    }

    private Answer step(
            char letter, Builder about, Map<String, String> macros, int unwanted, int silent)
            throws IOException {
        if ((steps & unwanted) != 0) {
            return new Answer.Continue();
        }
        macros(letter, macros);
        packets.send(letter, about.octets(), settings.command());
        return (steps & silent) != 0 ? new Answer.Continue() : answer(settings.command());
    }

    private void macros(char letter, Map<String, String> macros) throws IOException {
        if (!macros.isEmpty()) {
            var about = new Builder().octet(letter);
            macros.forEach((name, value) -> about.text(name).text(value));
            packets.send('D', about.octets(), settings.command());
        }
    }

    /// Whether the body is read at all.
    public boolean wantsBody() {
        return (steps & NO_BODY) == 0;
    }

    /// Tells of a whole message, field by field and part by part, and hears what is to become of it.
    public Judgement message(HeaderBlock header, InputStream body, Map<String, String> macros)
            throws IOException {
        var early = header(header);
        if (!(early instanceof Answer.Continue)) {
            return new Judgement(early, List.of());
        }
        early = body(body);
        if (!(early instanceof Answer.Continue || early instanceof Answer.Skip)) {
            return new Judgement(early, List.of());
        }
        macros('E', macros);
        packets.send('E', new byte[0], settings.message());
        var changes = new ArrayList<Change>();
        long octets = 0;
        while (true) {
            var packet = packets.receive(settings.message());
            switch (packet.letter()) {
                case 'h', 'i', 'm', 'b' -> {
                    octets += packet.about().length + CHANGE;
                    if (octets > MOST) {
                        throw new MilterException("changes of more than " + MOST + " octets");
                    }
                    changes.add(change(packet));
                }
                case 'p' -> {}
                default -> {
                    return new Judgement(answer(packet), changes);
                }
            }
        }
    }

    private Answer header(HeaderBlock header) throws IOException {
        if ((steps & NO_HEADERS) == 0) {
            for (var field : header.fields()) {
                var answer = field.name().isEmpty() ? new Answer.Continue() : field(field);
                if (answer instanceof Answer.Skip) {
                    break;
                }
                if (!(answer instanceof Answer.Continue)) {
                    return answer;
                }
            }
        }
        return step('N', new Builder(), Map.of(), NO_END_OF_HEADER, SILENT_END_OF_HEADER);
    }

    private Answer field(HeaderBlock.Field field) throws IOException {
        // Octet by octet, for a filter may sign it; NUL, which no field may hold, would end the
        // value for it.
        var text = new String(field.octets(), ISO_8859_1).replace('\0', ' ');
        int colon = text.indexOf(':');
        var value = text.substring(colon + 1).replace("\r\n", "\n");
        value = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        value = (steps & LEADING_BLANKS) != 0 ? value : value.replaceFirst("^[ \t\n]+", "");
        var octets = value.getBytes(ISO_8859_1);
        return step(
                'L',
                new Builder()
                        .text(text.substring(0, colon).stripTrailing())
                        .octets(octets, 0, octets.length)
                        .octet(0),
                Map.of(),
                NO_HEADERS,
                SILENT_HEADERS);
    }

    private Answer body(InputStream body) throws IOException {
        if (!wantsBody()) {
            return new Answer.Continue();
        }
        var part = new byte[PART];
        int count = body.readNBytes(part, 0, PART);
        while (count > 0) {
            var answer =
                    step('B', new Builder().octets(part, 0, count), Map.of(), NO_BODY, SILENT_BODY);
            if (!(answer instanceof Answer.Continue)) {
                return answer;
            }
            count = body.readNBytes(part, 0, PART);
        }
        return new Answer.Continue();
    }

    private Change change(Packet packet) throws MilterException {
        boolean isBody = packet.letter() == 'b';
        int needed = isBody ? 0x02 : packet.letter() == 'm' ? 0x10 : 0x01;
        if ((actions & needed) == 0) {
            throw new MilterException("a change '" + packet.letter() + "' it did not ask for");
        }
        if (isBody) {
            return new Change.Body(packet.about());
        }
        boolean isNumbered = packet.letter() != 'h';
        int number = isNumbered ? packet.number(0) : 0;
        var texts = packet.texts(isNumbered ? 4 : 0);
        if (texts.length != 2 || !texts[0].matches("[!-9;-~]{1,200}") || number < 0) {
            throw new MilterException("a change '" + packet.letter() + "' that names no field");
        }
        return switch (packet.letter()) {
            case 'h' -> new Change.AddField(texts[0], value(texts[1]));
            case 'i' -> new Change.InsertField(number, texts[0], value(texts[1]));
            default ->
                    new Change.ChangeField(
                            number, texts[0], texts[1].isEmpty() ? "" : value(texts[1]));
        };
    }

    /// As it stands behind the colon.
    private String value(String text) {
        return (steps & LEADING_BLANKS) != 0 ? text : " " + text;
    }

    private Answer answer(Duration within) throws IOException {
        var packet = packets.receive(within);
        while (packet.letter() == 'p') {
            packet = packets.receive(within);
        }
        return answer(packet);
    }

    private static Answer answer(Packet packet) throws MilterException {
        return switch (packet.letter()) {
            case 'c' -> new Answer.Continue();
            case 'a' -> new Answer.Accept();
            case 'r' -> new Answer.Reject();
            case 't', 'f' -> new Answer.TempFail();
            case 'd' -> new Answer.Discard();
            case 's' -> new Answer.Skip();
            case 'y' -> words(packet);
            case '4' ->
                    new Answer.Words(
                            new Reply(
                                    OptionalInt.of(421),
                                    List.of("4.7.0 The filter closes the connection")));
            default -> throw new MilterException("an answer '" + packet.letter() + "'");
        };
    }

    private static Answer words(Packet packet) throws MilterException {
        var lines = String.join("", packet.texts(0)).split("\r?\n");
        var texts = new ArrayList<String>();
        for (var line : lines) {
            if (!line.matches("[45]\\d\\d([ -].*)?")) {
                throw new MilterException("a reply that is none: " + line);
            }
            // A doubled per cent sign is how filters are used to write one.
            texts.add(line.length() > 4 ? line.substring(4).replace("%%", "%") : "");
        }
        int code = Integer.parseInt(lines[0].substring(0, 3));
        if (!texts.getFirst().matches("[245]\\.\\d{1,3}\\.\\d{1,3}( .*)?")) {
            texts.replaceAll(text -> code / 100 + ".7.1 " + text);
        }
        return new Answer.Words(new Reply(OptionalInt.of(code), texts));
    }

    /// Forgets the message under way; the client stays.
    public void abort() throws IOException {
        packets.send('A', new byte[0], settings.command());
    }

    /// Macros without those that are not known.
    public static Map<String, String> macros(String... namesAndValues) {
        var all = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                all.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        try {
            packets.send('Q', new byte[0], settings.command());
        } catch (IOException e) {
            // It ends either way.
        } finally {
            packets.close();
        }
    }
}
