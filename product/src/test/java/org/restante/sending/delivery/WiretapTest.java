package org.restante.sending.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.restante.sending.delivery.Overheard.Side;
import org.restante.sending.delivery.Wiretaps.Choice;
import org.restante.sending.delivery.Wiretaps.Ear;

final class WiretapTest {
    private static final Choice ALL = choice(null, null, null);

    private final Wiretaps taps = new Wiretaps(() -> 0);
    private final Wiretap tap = taps.of("s1", "example.com", "default", "mx1.example.com");

    private static Choice choice(String site, String domain, String message) {
        return new Choice(
                Optional.ofNullable(site),
                Optional.empty(),
                Optional.ofNullable(domain),
                Optional.ofNullable(message));
    }

    private Ear listen(Choice choice) {
        return taps.listen(choice).orElseThrow();
    }

    private void we(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        tap.sent(bytes, 0, bytes.length);
    }

    private void they(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        tap.received(bytes, 0, bytes.length);
    }

    private static List<String> heard(Ear ear) throws InterruptedException {
        var lines = new ArrayList<String>();
        for (var line = ear.next(0); line != null; line = ear.next(0)) {
            lines.add(
                    (line.side() == Side.US ? "C: " : line.side() == Side.THEM ? "S: " : "- ")
                            + line.text());
        }
        return lines;
    }

    @Test
    void bothSidesAreHeardLineByLineHoweverTheyArrive() throws InterruptedException {
        try (var ear = listen(ALL)) {
            they("220 mx1.example.com ");
            they("ESMTP\r\n");
            we("EHLO us.test");
            we("\r\n");
            they("250-mx1.example.com\r\n250 PIPELINING\r\n");
            tap.note("encrypted with TLSv1.3");
            assertThat(heard(ear))
                    .containsExactly(
                            "S: 220 mx1.example.com ESMTP",
                            "C: EHLO us.test",
                            "S: 250-mx1.example.com",
                            "S: 250 PIPELINING",
                            "- encrypted with TLSv1.3");
        }
    }

    @Test
    void whoListensIsToldWhatWasChosenAlone() throws InterruptedException {
        var id = UUID.fromString("01a22312-b534-798f-8472-8c746ed13fe1");
        try (var lane = listen(choice("EXAMPLE.com", null, null));
                var other = listen(choice("example.net", null, null));
                var message = listen(choice(null, null, "01a22312"));
                var domain = listen(choice(null, "b.test", null))) {
            they("220 hello\r\n");
            tap.carries(id, Set.of("b.test"));
            we("MAIL FROM:<a@us.test>\r\n");
            tap.carries(null, Set.of());
            we("RSET\r\n");

            assertThat(heard(lane)).hasSize(3);
            assertThat(heard(other)).isEmpty();
            assertThat(heard(message)).containsExactly("C: MAIL FROM:<a@us.test>");
            assertThat(heard(domain)).containsExactly("C: MAIL FROM:<a@us.test>");
        }
    }

    @Test
    void secretsAreMasked() throws InterruptedException {
        try (var ear = listen(ALL)) {
            we("AUTH PLAIN AGJvYgBzZWNyZXQ=\r\n");
            they("535 5.7.8 No\r\n");
            we("auth login\r\n");
            they("334 VXNlcm5hbWU6\r\n");
            we("Ym9i\r\n");
            they("334 UGFzc3dvcmQ6\r\n");
            we("c2VjcmV0\r\n");
            they("235 2.7.0 Ok\r\n");
            we("MAIL FROM:<>\r\n");
            assertThat(heard(ear))
                    .containsExactly(
                            "C: AUTH PLAIN ********",
                            "S: 535 5.7.8 No",
                            "C: auth login",
                            "S: 334 VXNlcm5hbWU6",
                            "C: ********",
                            "S: 334 UGFzc3dvcmQ6",
                            "C: ********",
                            "S: 235 2.7.0 Ok",
                            "C: MAIL FROM:<>");
        }
    }

    @Test
    void ofAMessageTheHeaderAloneIsShown() throws InterruptedException {
        try (var ear = listen(ALL)) {
            we("DATA\r\n");
            they("354 go\r\n");
            tap.body(true);
            we("Subject: hello\r\nTo: bob@example.com\r\n\r\nthe secret ");
            we("plan\r\nno header: at all\r\n.\r\n");
            tap.body(false);
            they("250 2.0.0 Ok\r\n");
            we("QUIT\r\n");
            assertThat(heard(ear))
                    .containsExactly(
                            "C: DATA",
                            "S: 354 go",
                            "C: Subject: hello",
                            "C: To: bob@example.com",
                            "- the message goes, 78 octets; what follows its header is not shown",
                            "S: 250 2.0.0 Ok",
                            "C: QUIT");
        }
    }

    @Test
    void whoComesInTheMiddleOfAMessageHearsNothingOfIt() throws InterruptedException {
        tap.body(true);
        we("Subject: hello\r\n\r\nthe secret ");
        try (var ear = listen(ALL)) {
            we("plan\r\n.\r\n");
            tap.body(false);
            they("250 2.0.0 Ok\r\n");
            assertThat(heard(ear)).containsExactly("S: 250 2.0.0 Ok");
        }
    }

    @Test
    void endlessLinesAndSlowListenersAreBounded() throws InterruptedException {
        try (var ear = listen(ALL)) {
            they("250 " + "x".repeat(5000) + "\r\n");
            assertThat(heard(ear)).singleElement().asString().endsWith(" … and 4005 octets more");
            for (int i = 0; i < 6000; i++) {
                they("250 Ok\r\n");
            }
            assertThat(ear.missed()).isEqualTo(6000 - 4096);
            assertThat(heard(ear)).hasSize(4096);
        }
    }

    @Test
    void noMoreThanSomeListenAtOnceAndAClosedOneHearsNothing() throws InterruptedException {
        var ears = new ArrayList<Ear>();
        for (int i = 0; i < Wiretaps.MOST; i++) {
            ears.add(listen(ALL));
        }
        assertThat(taps.listen(ALL)).isEmpty();
        ears.forEach(Ear::close);
        they("250 Ok\r\n");
        assertThat(heard(ears.getFirst())).isEmpty();
        assertThat(taps.listen(ALL)).isPresent();
    }
}
