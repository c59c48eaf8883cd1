package org.restante.record.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;

/// Refusals that one thread met word for word before: their group, and the address they name. Bounded: when there are too many
/// all are forgotten and met anew.
final class Spellings {
    private static final int MOST = 1 << 12;
    private static final int UNASKED = -2;

    private final NamedAddresses.Reader named;
    private LongTable numbers = new LongTable(1024);
    private final int[] groupOf = new int[MOST];

    /// Where the first address stands, counted from the start of the text; 0 where there is none.
    private final long[] addressAt = new long[MOST];

    /// The number of that address; [#UNASKED] until it is counted.
    private final int[] addressOf = new int[MOST];

    Spellings(NamedAddresses.Reader named) {
        this.named = named;
    }

    /// The number of a spelling, by the hash of all that decides what it means; -1 when it is new.
    int find(long spelling) {
        return numbers.get(spelling);
    }

    /// A new spelling.
    int enter(long spelling, int group, byte[] text, int from, int to) {
        if (numbers.size() == MOST) {
            numbers = new LongTable(1024);
        }
        int number = numbers.size();
        numbers.put(spelling, number);
        groupOf[number] = group;
        long found = NamedAddresses.Reader.first(text, from, to);
        addressAt[number] = found == 0 ? 0 : found - ((long) from << 32 | from);
        addressOf[number] = UNASKED;
        return number;
    }

    int group(int known) {
        return groupOf[known];
    }

    /// The number of the address that a refusal names: the first that is not the next hop's own.
    int address(int known, LogRow row, @Nullable String provider) {
        long found = addressAt[known];
        if (found == 0) {
            return NamedAddresses.Reader.NONE;
        }
        var text = row.bytes(Field.TEXT);
        int from = row.start(Field.TEXT);
        int start = from + NamedAddresses.Reader.start(found);
        int end = from + NamedAddresses.Reader.end(found);
        var hop = row.bytes(Field.MX_IP);
        int hopFrom = row.start(Field.MX_IP);
        int hopTo = row.end(Field.MX_IP);
        if (Arrays.equals(text, start, end, hop, hopFrom, hopTo)) {
            return named.find(text, from, row.end(Field.TEXT), hop, hopFrom, hopTo, provider);
        }
        if (addressOf[known] == UNASKED) {
            addressOf[known] = named.number(text, start, end, provider);
        }
        return addressOf[known];
    }
}
