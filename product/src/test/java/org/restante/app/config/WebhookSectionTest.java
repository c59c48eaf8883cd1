package org.restante.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of a wrong `[[webhook]]`, and what is never said.
final class WebhookSectionTest {
    private static final String SECRET = "secret = { env = \"KEY\" }\n";

    @TempDir private Path folder;

    private List<String> problems(String text) {
        var bad =
                catchThrowableOfType(
                        BadConfig.class,
                        () ->
                                ConfigFile.parse(
                                        folder.resolve("r.toml"),
                                        "[server]\ndata = \"d\"\n[[webhook]]\n" + text,
                                        Map.of(
                                                "KEY",
                                                SectionsTest.WEBHOOK_SECRET,
                                                "BAD",
                                                "hunter2")));
        return bad == null
                ? List.of()
                : bad.problems().stream()
                        .map(one -> one.toString().replace(folder + "/", ""))
                        .toList();
    }

    @Test
    void inTheClearIsForThisMachineUnlessItIsAskedFor() {
        var elsewhere = "name = \"a\"\nurl = \"http://10.0.0.9/hook\"\n" + SECRET;

        assertThat(problems(elsewhere))
                .containsExactly(
                        "r.toml:5:1: webhook[0].url is in the clear, and not on this machine; https, or insecure = true on a network of your own, would be right");
        assertThat(problems(elsewhere + "insecure = true\n")).isEmpty();
        for (var host : List.of("127.0.0.1:9", "localhost", "[::1]:80")) {
            assertThat(problems("name = \"a\"\nurl = \"http://" + host + "/\"\n" + SECRET))
                    .as(host)
                    .isEmpty();
        }
        assertThat(problems("name = \"a\"\nurl = \"https://10.0.0.9/hook\"\n" + SECRET)).isEmpty();
        assertThat(problems("name = \"a\"\nurl = \"http://127.0.0.1.evil.test/\"\n" + SECRET))
                .hasSize(1);
    }

    @Test
    void whatIsNoAddressIsToldAndASecretOneIsNotShown() {
        assertThat(problems("name = \"a\"\nurl = \"ftp://x/\"\n" + SECRET))
                .containsExactly(
                        "r.toml:5:1: webhook[0].url is \"ftp://x/\"; such as \"https://shop.example/hooks/mail\" would be right");
        assertThat(problems("name = \"a\"\nurl = { env = \"BAD\" }\n" + SECRET))
                .containsExactly(
                        "r.toml:5:1: webhook[0].url holds no such address; such as \"https://shop.example/hooks/mail\" would be right");
        assertThat(problems("name = \"a\"\nurl = \"https://u:p@x/\"\n" + SECRET)).hasSize(1);
    }

    @Test
    void aStandardHookSignsAndAnotherDoesNot() {
        assertThat(problems("name = \"a\"\nurl = \"https://x/\"\n"))
                .containsExactly(
                        "r.toml:3:1: webhook[0].secret is missing; { file = \"…\" } with a secret, as 'openssl rand -base64 32' makes one after whsec_, would be right");
        assertThat(problems("name = \"a\"\nurl = \"https://x/\"\nsecret = { env = \"BAD\" }\n"))
                .containsExactly(
                        "r.toml:6:1: webhook[0].secret is none in { env = \"BAD\" }; whsec_ and 24 to 64 octets in base64 would be right");
        assertThat(problems("name = \"a\"\nurl = \"https://x/\"\nsecret = \"whsec_x\"\n"))
                .first()
                .asString()
                .startsWith("r.toml:6:1: webhook[0].secret stands in the file; ");
        assertThat(problems("name = \"a\"\nkind = \"slack\"\nurl = \"https://x/\"\n" + SECRET))
                .singleElement()
                .asString()
                .startsWith("r.toml:7:1: webhook[0].secret is for standard hooks");
    }

    @Test
    void namesAreWordsOfTheirOwn() {
        var slack = "url = \"https://x/\"\nkind = \"slack\"\n";

        assertThat(problems("name = \"../x\"\n" + slack))
                .singleElement()
                .asString()
                .startsWith("r.toml:4:1: webhook[0].name is \"../x\"; a word of letters");
        assertThat(problems("name = \"a\"\n" + slack + "[[webhook]]\nname = \"A\"\n" + slack))
                .containsExactly(
                        "r.toml:8:1: webhook[1].name is the name of another, \"A\"; a name of its own would be right");
        assertThat(problems("name = \"a\"\nevents = [\"deliverd\"]\n" + slack))
                .singleElement()
                .asString()
                .startsWith(
                        "r.toml:5:11: webhook[0].events[0] is \"deliverd\"; one of \"received\"");
    }

    @Test
    void whoIsToldIsToldBySomethingThatIsThere() {
        var slack = "name = \"ops\"\nurl = \"https://x/\"\nkind = \"slack\"\n";

        assertThat(problems(slack + "[[notify]]\nname = \"n\"\nwebhooks = [\"opps\"]\n"))
                .containsExactly(
                        "r.toml:9:1: notify[0].webhooks names \"opps\", and there is no such webhook; did you mean 'ops'?");
        assertThat(problems(slack + "[[notify]]\nname = \"n\"\n"))
                .containsExactly(
                        "r.toml:7:1: notify[0] tells nobody; webhooks = [\"NAME\"] or mail = [\"ADDRESS\"] would be right");
        assertThat(problems(slack + "[[notify]]\nname = \"n\"\nmail = [\"nobody\"]\n"))
                .anyMatch(it ->
                        it.startsWith(
                                "r.toml:9:9: notify[0].mail[0] is \"nobody\"; a mail address"));
    }

    @Test
    void theAddressInAFileIsShownNowhere() throws Exception {
        Files.writeString(folder.resolve("slack"), "https://hooks.slack.test/T0/B0/verysecret\n");
        var file =
                ConfigFile.parse(
                        folder.resolve("r.toml"),
                        "[server]\ndata = \"d\"\n[[webhook]]\nname = \"ops\"\nkind = \"slack\"\nurl = { file = \"slack\" }\n",
                        Map.of());

        assertThat(file.config().webhook().getFirst().settings().to().getPath())
                .endsWith("verysecret");
        assertThat(file.effective().toString() + file.config()).doesNotContain("verysecret");
    }
}
