package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.app.identity.Finding;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.message.Domain;
import org.restante.sending.dispatch.TlsMeans;
import org.restante.sending.dispatch.Trial;
import org.restante.sending.routing.Routes;
import org.restante.sending.routing.Source;

/// A receiver on loopback is asked whether it answers.
@Timeout(120)
final class ReceiverTrialTest {
    private static String asked(int port, String host, boolean isForTls) throws Exception {
        var ways =
                RoutedWays.ofSystem(
                        Routes.parseForLoopback(List.of("*=127.0.0.1:" + port)),
                        Knowledge.shipped().providers(),
                        InstantSource.system(),
                        System::nanoTime,
                        new Random(1));
        var trial =
                new Trial(
                        ways,
                        TlsMeans.usual(InstantSource.system(), System::nanoTime),
                        System::nanoTime,
                        new Random(1));
        Finding finding =
                new ReceiverTrial(trial)
                        .speak(
                                "shop.test",
                                host.isEmpty() ? null : host,
                                Source.unbound("mta1", new Domain("mta1.us.test")),
                                isForTls);
        return finding.result().word() + ": " + finding.found();
    }

    @Test
    void aHostThatAnswersIsGreetedAndLeft() throws Exception {
        try (var host = new Receiver(_ -> "")) {
            assertThat(asked(host.port(), "", false))
                    .startsWith("pass: 127.0.0.1 [127.0.0.1] answers");
            assertThat(host.commands).containsExactly("EHLO mta1.us.test", "QUIT");
            assertThat(asked(host.port(), "", true))
                    .startsWith("fail: 127.0.0.1 [127.0.0.1]: 127.0.0.1 does not offer TLS");
        }
    }

    @Test
    void aHostThatRefusesUsIsQuoted() throws Exception {
        try (var host =
                new Receiver(
                        command -> command.equals("connect") ? "554 5.7.1 not\u001b you" : "")) {
            assertThat(asked(host.port(), "", false))
                    .isEqualTo(
                            "fail: mta1 to 127.0.0.1 [127.0.0.1]: said at greeting: 554 5.7.1 not  you");
        }
    }

    @Test
    void whereNobodyListensItIsSaid() throws Exception {
        int port;
        try (var host = new Receiver(_ -> "")) {
            port = host.port();
        }
        assertThat(asked(port, "", false))
                .startsWith("fail: mta1 to 127.0.0.1 [127.0.0.1]: broke off at connect (refused: ");
        assertThat(asked(port, "mx9.shop.test", false))
                .isEqualTo("fail: mx9.shop.test is no host of shop.test any more");
    }
}
