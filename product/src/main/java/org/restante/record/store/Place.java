package org.restante.record.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.restante.mail.event.Event;

/// A place in the order of events, newest first: behind this one.
record Place(Instant time, UUID id) {
    static final UUID FIRST = new UUID(0, 0);

    static Place of(Event event) {
        return new Place(event.time(), event.id());
    }

    /// ` AND …`: of `event_rows own`, what is behind it.
    void behind(Sql sql) {
        sql.add(" AND own.time <= ").time(time).add(" AND (own.time < ").time(time);
        sql.add(" OR own.id < ").id(id).add(")");
    }

    /// As it travels.
    String cursor() {
        var text = time.toEpochMilli() + ":" + id;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// @throws IllegalArgumentException when it is none of ours
    static Place of(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return new Place(
                    Instant.ofEpochMilli(Long.parseLong(text.substring(0, colon))),
                    UUID.fromString(text.substring(colon + 1)));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("'" + cursor + "' is no cursor of ours", e);
        }
    }
}
