package org.restante.record.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Postfix' `postqueue -j`: one JSON object a line. A message may have any number of recipients, so even one line is read as
/// a stream. A line that is no such object is counted and the next one read.
final class PostqueueJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final ListedRecipients listed;

    PostqueueJson(ListedRecipients listed) {
        this.listed = listed;
    }

    /// The bytes of one line; keeps its first ones to show.
    private static final class OneLine extends InputStream {
        private static final int SHOWN = 200;

        private final InputStream in;
        private final byte[] first = new byte[SHOWN];
        private int length;
        private boolean ended;
        private boolean blank = true;

        OneLine(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int b = ended ? -1 : in.read();
            if (b < 0 || b == '\n') {
                ended = true;
                return -1;
            }
            blank &= b <= ' ';
            if (length < SHOWN) {
                first[length++] = (byte) b;
            }
            return b;
        }

        @Override
        public int read(byte[] buffer, int at, int room) throws IOException {
            int count = 0;
            for (int b = 0; count < room && (b = read()) >= 0; count++) {
                buffer[at + count] = (byte) b;
            }
            return count == 0 && room > 0 ? -1 : count;
        }

        void skipRest() throws IOException {
            while (read() >= 0) {
                // nothing more is wanted of this line
            }
        }
    }

    void read(BufferedInputStream text) throws IOException {
        for (text.mark(1); text.read() >= 0; text.mark(1)) {
            text.reset();
            var line = new OneLine(text);
            if (!message(line)) {
                line.skipRest();
                if (!line.blank) {
                    listed.unread(Bytes.text(line.first, 0, line.length));
                }
            }
            line.skipRest();
        }
    }

    private boolean message(OneLine line) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), line)) {
            return parser.nextToken() == JsonToken.START_OBJECT && message(parser);
        } catch (JacksonException e) {
            return false;
        }
    }

    /// The members before the recipients come first, as Postfix writes them.
    private boolean message(JsonParser parser) {
        var id = "";
        long arrival = Long.MIN_VALUE;
        long size = -1;
        boolean held = false;
        boolean told = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            switch (name) {
                case "queue_name" -> held = "hold".equals(text(parser));
                case "queue_id" -> id = text(parser);
                case "arrival_time" -> arrival = parser.getValueAsLong(Long.MIN_VALUE);
                case "message_size" -> size = parser.getValueAsLong(-1);
                case "recipients" -> {
                    if (value == JsonToken.START_ARRAY && !id.isEmpty()) {
                        listed.message(id, time(arrival), size, held);
                        told = true;
                        recipients(parser);
                    } else {
                        parser.skipChildren();
                    }
                }
                default -> parser.skipChildren();
            }
        }
        return told;
    }

    private static @Nullable Instant time(long seconds) {
        return seconds < 0 || seconds > 1L << 40 ? null : Instant.ofEpochSecond(seconds);
    }

    private void recipients(JsonParser parser) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            var address = "";
            String reason = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "address" -> address = text(parser);
                    case "delay_reason" -> reason = text(parser);
                    default -> parser.skipChildren();
                }
            }
            listed.recipient(address, reason == null || reason.isEmpty() ? null : reason);
        }
    }

    private static String text(JsonParser parser) {
        if (!parser.currentToken().isScalarValue()) {
            parser.skipChildren();
            return "";
        }
        var text = parser.getValueAsString();
        return text == null ? "" : text;
    }
}
