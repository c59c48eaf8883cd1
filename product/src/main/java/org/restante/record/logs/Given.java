package org.restante.record.logs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.record.logs.LogRow.Field;

/// What a [SourceMap] gave to the lines of a message that were read so far, for those that follow: in Postfix' logs the line of arrival alone
/// names the sender, and the lines of the attempts alone the transport. Of what several rules give the first one's stands.
public final class Given {
    /// What a map may give.
    private static final List<Field> FIELDS =
            List.of(
                    Field.SOURCE,
                    Field.SOURCE_IP,
                    Field.EHLO,
                    Field.POOL,
                    Field.TENANT,
                    Field.STREAM,
                    Field.CAMPAIGN);

    private record Gift(Field field, String value, int rule) {}

    private final List<Gift> gifts;

    private Given(List<Gift> gifts) {
        this.gifts = gifts;
    }

    /// What was given to the row, or to those before it and handed on to it; null when nothing was or no map was asked.
    public static @Nullable Given of(LogRow row) {
        if (!row.isMapped) {
            return null;
        }
        var gifts = new ArrayList<Gift>();
        for (var field : FIELDS) {
            int rule = row.rank(field);
            var value = rule == 0 ? null : row.text(field);
            if (value != null) {
                gifts.add(new Gift(field, value, rule));
            }
        }
        return gifts.isEmpty() ? null : new Given(gifts);
    }

    /// Hands it on to another row of the message; what that one tells by itself stays.
    public void to(LogRow row) {
        for (var gift : gifts) {
            if (gift.rule() < row.rank(gift.field())) {
                row.put(gift.field(), gift.value());
                row.givenBy(gift.field(), gift.rule());
            }
        }
    }
}
