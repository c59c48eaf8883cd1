package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.mail.message.Mailbox;
import org.restante.sending.backlog.BacklogSettings;
import org.restante.sending.queue.ReturnPaths.ReturnPath;

class ReturnPathsTest {
    private static final ReturnPath VERP = new ReturnPath(mailbox("bounces@b.example.org"), true);

    private static Mailbox mailbox(String address) {
        return Mailbox.of(address).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.com, bounces+ann=example.com",
        "Ann.Lee@example.com, bounces+Ann.Lee=example.com",
        "ann+news@example.com, bounces+ann+news=example.com",
        "a=b@example.com, bounces+a=b=example.com",
        "a%b@example.com, bounces+a%25b=example.com",
        "jürgen@example.com, bounces+j%C3%BCrgen=example.com",
        "ann@[192.0.2.1], bounces+ann=%5B192.0.2.1%5D"
    })
    void anAddressTellsWhomItIsAbout(String recipient, String local) {
        var path = VERP.to(mailbox(recipient));
        assertThat(path.address()).isEqualTo(local + "@b.example.org");
        assertThat(VERP.recipient(mailbox(path.address()))).contains(mailbox(recipient));
    }

    @Test
    void aQuotedLocalPartComesBackAsItWas() {
        var odd = new Mailbox("ann lee..x", mailbox("a@example.com").host());
        var path = VERP.to(odd);
        assertThat(path.address()).isEqualTo("bounces+ann%20lee.%2Ex=example.com@b.example.org");
        assertThat(VERP.recipient(mailbox(path.address()))).contains(odd);
    }

    @Test
    void whatIsTooLongForALocalPartIsReturnedUntagged() {
        var longOne = mailbox("a".repeat(50) + "@example.com");
        assertThat(VERP.to(longOne).address()).isEqualTo("bounces@b.example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "bounces@b.example.org",
        "bounces+ann=example.com@elsewhere.example",
        "bounces+ann%2=example.com@b.example.org",
        "bounces+ann@b.example.org",
        "other+ann=example.com@b.example.org"
    })
    void othersNameNobody(String address) {
        assertThat(VERP.recipient(mailbox(address))).isEmpty();
    }

    @Test
    void aTenantsStreamGoesBeforeTheStreamAndThatBeforeTheUsual() {
        var one = new ReturnPath(mailbox("one@b.example.org"), false);
        var two = new ReturnPath(mailbox("two@b.example.org"), false);
        var three = new ReturnPath(mailbox("three@b.example.org"), false);
        var paths = new ReturnPaths(Optional.of(three), Map.of("acme/news", one, "news", two));
        assertThat(paths.of("acme/news")).contains(one);
        assertThat(paths.of("other/news")).contains(two);
        assertThat(paths.of("news")).contains(two);
        assertThat(paths.of("receipts")).contains(three);
        assertThat(ReturnPaths.NONE.of("news")).isEmpty();
    }

    @Test
    void eachRecipientGetsATransactionAndAPathOfItsOwn(@TempDir Path folder) throws Exception {
        var settings =
                QueueSettings.defaults()
                        .with(new ReturnPaths(Optional.empty(), Map.of("mail", VERP)));
        try (var world = new QuietQueue(folder, settings, BacklogSettings.defaults())) {
            world.accept(
                    "you@example.org",
                    QuietQueue.recipient("ann@example.com"),
                    QuietQueue.recipient("bob@example.com"));
            var first = world.take("example.com").orElseThrow().mail().envelope();
            var second = world.take("example.com").orElseThrow().mail().envelope();
            assertThat(first.reversePath().address())
                    .isEqualTo("bounces+ann=example.com@b.example.org");
            assertThat(second.reversePath().address())
                    .isEqualTo("bounces+bob=example.com@b.example.org");

            world.accept("", QuietQueue.recipient("ann@example.net"));
            assertThat(
                            world.take("example.net")
                                    .orElseThrow()
                                    .mail()
                                    .envelope()
                                    .reversePath()
                                    .isNull())
                    .isTrue();
        }
    }
}
