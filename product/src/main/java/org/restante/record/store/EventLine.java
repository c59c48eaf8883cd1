package org.restante.record.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.mail.event.WrittenTime;

/// An event as its line in the journal has it: where each value begins and ends, and none of them made, for nearly all of them only go from there
/// into a column. So it is with a line of the form we write ourselves, in ASCII and without escapes; any other is read as JSON.
final class EventLine {
    /// A key of an event.
    ///
    /// @param type in SQL, as a column of it is declared or would be
    private record Key(String name, String type) {}

    /// Of no column, each behind the key it is written behind.
    private static final Map<String, Key> NOT_KEPT =
            Map.of(
                    "undo_of", new Key("traceparent", "VARCHAR"),
                    "delay_ms", new Key("took_ms", "BIGINT"));

    /// All that we write, in our order.
    private static final List<Key> WRITTEN = written();

    private static final byte[][] KEYS =
            WRITTEN.stream()
                    .map(key -> key.name().getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);

    private static final String[] TYPES = WRITTEN.stream().map(Key::type).toArray(String[]::new);

    private static final Map<String, Integer> INDEX = index();
    private static final int ID = index("id");
    private static final int TIME = index("time");
    private static final int TYPE = index("type");
    private static final int ORIGIN = index("origin");

    /// The first key of an attempt; all behind it are of the attempt too.
    private static final int ATTEMPT = index("mx_host");

    private static final EventType[] EVENT_TYPES = EventType.values();
    private static final byte[][] WORDS =
            Arrays.stream(EVENT_TYPES)
                    .map(type -> type.word().getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);

    private static final byte[] BEGIN = "{\"v\":1,".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_LENGTH = 36;

    /// What an octet is as a hexadecimal digit; negative where it is none.
    private static final byte[] HEX = hex();

    /// What a whole number of 64 and of 32 bits has at least room for.
    private static final int LONG_DIGITS = 18;

    private static final int INTEGER_DIGITS = 9;

    private final byte[] octets;

    /// Where the value of each key begins and ends; both 0 where there is none.
    private final char[] places;

    private final @Nullable Event event;
    private final long high;
    private final long low;
    private final long millis;
    private final EventType type;
    private final int idHost;
    private final boolean queuedByDelay;

    private EventLine(byte[] octets, char[] places) {
        this.octets = octets;
        this.places = places;
        event = null;
        int id = from(ID);
        high = hex(octets, id, 8) << 32 | hex(octets, id + 9, 4) << 16 | hex(octets, id + 14, 4);
        low = hex(octets, id + 19, 4) << 48 | hex(octets, id + 24, 12);
        millis = millis(TIME);
        type = EVENT_TYPES[word(octets, from(TYPE), to(TYPE))];
        idHost = Spared.idHost(this);
        queuedByDelay = Spared.isQueuedByDelay(this);
    }

    private EventLine(Event event) {
        octets = new byte[0];
        places = new char[0];
        this.event = event;
        high = event.id().getMostSignificantBits();
        low = event.id().getLeastSignificantBits();
        millis = event.time().toEpochMilli();
        type = event.type();
        idHost = 0;
        queuedByDelay = false;
    }

    /// @throws IllegalArgumentException when it is no event; the message says what is missing or wrong
    static EventLine of(byte[] line) {
        var places = new char[2 * KEYS.length];
        return isPlain(line, places)
                ? new EventLine(line, places)
                : of(EventJson.read(line, 0, line.length));
    }

    static EventLine of(Event event) {
        return new EventLine(event);
    }

    /// Whether the values are asked for by their places; the event is read already where they are not.
    boolean isPlain() {
        return event == null;
    }

    /// With all its values made.
    Event event() {
        return event == null ? EventJson.read(octets, 0, octets.length) : event;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /// Its time.
    long millis() {
        return millis;
    }

    EventType type() {
        return type;
    }

    /// Where the host begins of a `Message-ID` that was made of the queue id; 0 where it was not.
    int idHost() {
        return idHost;
    }

    /// Whether time and delay tell when it was queued.
    boolean isQueuedByDelay() {
        return queuedByDelay;
    }

    byte[] octets() {
        return octets;
    }

    boolean has(int key) {
        return places[2 * key + 1] != 0;
    }

    int from(int key) {
        return places[2 * key];
    }

    int to(int key) {
        return places[2 * key + 1];
    }

    /// A copy of the octets of a value.
    byte[] copy(int key) {
        return Arrays.copyOfRange(octets, from(key), to(key));
    }

    /// Whether a value that is there is this one.
    boolean is(int key, byte[] value) {
        return Arrays.equals(octets, from(key), to(key), value, 0, value.length);
    }

    /// A time that is there, in milliseconds.
    long millis(int key) {
        return WrittenTime.millis(octets, from(key), to(key));
    }

    /// A whole number that is there.
    long number(int key) {
        long number = 0;
        for (int i = from(key); i < to(key); i++) {
            number = number * 10 + octets[i] - '0';
        }
        return number;
    }

    /// Whether it is of an attempt, or says something as of one.
    boolean isTried() {
        for (int key = ATTEMPT; key < KEYS.length; key++) {
            if (has(key)) {
                return true;
            }
        }
        return false;
    }

    /// The number of a key, by which its value is asked for.
    static int index(String key) {
        return Objects.requireNonNull(INDEX.get(key), key);
    }

    private static Map<String, Integer> index() {
        var index = new HashMap<String, Integer>();
        for (int i = 0; i < WRITTEN.size(); i++) {
            index.put(WRITTEN.get(i).name(), i);
        }
        return index;
    }

    private static List<Key> written() {
        var keys = new ArrayList<Key>();
        for (var column : EventColumn.ALL) {
            keys.add(new Key(column.name(), column.stored().type()));
            var behind = NOT_KEPT.get(column.name());
            if (behind != null) {
                keys.add(behind);
            }
        }
        return keys;
    }

    /// Whether a line is of the form that we write, each key at most once and in our order; its places are known then.
    private static boolean isPlain(byte[] line, char[] places) {
        if (line.length > Character.MAX_VALUE || !isAt(line, 0, BEGIN)) {
            return false;
        }
        int at = BEGIN.length;
        int key = -1;
        while (true) {
            int name = at + 1;
            if (at >= line.length || line[at] != '"') {
                return false;
            }
            at = quoted(line, name);
            key = at < 0 ? -1 : key(line, name, at, key + 1);
            if (key < 0 || at + 2 >= line.length || line[at + 1] != ':') {
                return false;
            }
            boolean isQuoted = line[at + 2] == '"';
            int from = at + (isQuoted ? 3 : 2);
            int to = isQuoted ? quoted(line, from) : bare(line, from);
            if (to <= from || !isValue(line, from, to, key, isQuoted)) {
                return false;
            }
            places[2 * key] = (char) from;
            places[2 * key + 1] = (char) to;
            at = isQuoted ? to + 1 : to;
            if (at == line.length - 1) {
                return line[at] == '}' && isWhole(places);
            }
            if (at >= line.length || line[at] != ',') {
                return false;
            }
            at++;
        }
    }

    private static boolean isWhole(char[] places) {
        return places[2 * ID + 1] != 0
                && places[2 * TIME + 1] != 0
                && places[2 * TYPE + 1] != 0
                && places[2 * ORIGIN + 1] != 0;
    }

    private static boolean isAt(byte[] line, int at, byte[] text) {
        return line.length - at >= text.length
                && Arrays.equals(line, at, at + text.length, text, 0, text.length);
    }

    /// Where the quote is that ends it; negative where something else than ASCII that means itself comes first.
    private static int quoted(byte[] line, int from) {
        for (int at = from; at < line.length; at++) {
            byte octet = line[at];
            if (octet == '"') {
                return at;
            }
            if (octet < ' ' || octet == '\\') {
                return -1;
            }
        }
        return -1;
    }

    private static int bare(byte[] line, int from) {
        int at = from;
        while (at < line.length && line[at] != ',' && line[at] != '}') {
            at++;
        }
        return at;
    }

    /// The number of a key, from `first` on; negative where it is none of these.
    private static int key(byte[] line, int from, int to, int first) {
        for (int key = first; key < KEYS.length; key++) {
            if (KEYS[key].length == to - from && isAt(line, from, KEYS[key])) {
                return key;
            }
        }
        return -1;
    }

    private static boolean isValue(byte[] line, int from, int to, int key, boolean isQuoted) {
        return switch (TYPES[key]) {
            case "VARCHAR" -> isQuoted && (key != TYPE || word(line, from, to) >= 0);
            case "TIMESTAMP" -> isQuoted && WrittenTime.millis(line, from, to) != WrittenTime.NONE;
            case "UUID" -> isQuoted && isId(line, from, to);
            case "BIGINT" -> !isQuoted && isNumber(line, from, to, LONG_DIGITS);
            case "INTEGER" -> !isQuoted && isNumber(line, from, to, INTEGER_DIGITS);
            case "BOOLEAN" ->
                    !isQuoted
                            && (Arrays.equals(line, from, to, TRUE, 0, TRUE.length)
                                    || Arrays.equals(line, from, to, FALSE, 0, FALSE.length));
            default -> false;
        };
    }

    /// The number of a type; negative where it is none.
    private static int word(byte[] line, int from, int to) {
        for (int i = 0; i < WORDS.length; i++) {
            if (Arrays.equals(line, from, to, WORDS[i], 0, WORDS[i].length)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isNumber(byte[] line, int from, int to, int most) {
        if (to - from > most || line[from] == '0' && to - from > 1) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (line[i] < '0' || line[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isId(byte[] line, int from, int to) {
        if (to - from != ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < ID_LENGTH; i++) {
            boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
            byte octet = line[from + i];
            if (isDash ? octet != '-' : octet < 0 || HEX[octet] < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] hex() {
        var hex = new byte[128];
        for (int i = 0; i < hex.length; i++) {
            hex[i] = (byte) Character.digit(i, 16);
        }
        return hex;
    }

    private static long hex(byte[] octets, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number << 4 | HEX[octets[i]];
        }
        return number;
    }
}
