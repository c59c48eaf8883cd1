package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Submission.Refused;

/// A message that is held back for filters where there is no room to hold it.
final class ScratchTest {
    private static final class Held implements IncomingMessage.Editor {
        @Override
        public void edit(HeaderBlock header) {}

        @Override
        public String trace() {
            return "Received: by mx.test\r\n";
        }

        @Override
        public boolean holdsBack() {
            return true;
        }

        @Override
        public Scratch judge(HeaderBlock header, Scratch body) {
            return body;
        }
    }

    private static IncomingMessage message(KeptMail mail, Path folder) throws Exception {
        return new IncomingMessage(
                mail.begin(),
                1 << 20,
                1 << 16,
                LongLines.BREAK,
                new Held(),
                MessageRoom.UNBOUNDED,
                () -> new Scratch(folder));
    }

    private static void write(IncomingMessage message) throws Exception {
        var header = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        message.write(header, 0, header.length);
        var line = ("x".repeat(70) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 2_000; i++) {
            message.write(line, 0, line.length);
        }
    }

    @Test
    void itIsRefusedForNowAndReadToItsEnd(@TempDir Path folder) throws Exception {
        var mail = new KeptMail();
        try (var message = message(mail, folder.resolve("gone"))) {
            write(message);
            assertThatThrownBy(message::end)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused ->
                                    assertThat(refused.reply().code().orElseThrow())
                                            .isEqualTo(451));
        }
        assertThat(mail.open).isZero();
    }

    @Test
    void whereThereIsRoomItComesThrough(@TempDir Path folder) throws Exception {
        try (var message = message(new KeptMail(), folder)) {
            write(message);
            message.end();
            assertThat(message.written()).isGreaterThan(2_000 * 72L);
        }
        assertThat(folder).isEmptyDirectory();
    }
}
