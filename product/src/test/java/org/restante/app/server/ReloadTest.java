package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.config.ConfigFile;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.record.journal.JournalReader;
import org.restante.sending.queue.By;

/// A server whose file of settings changes while it runs.
@Timeout(120)
final class ReloadTest {
    private static final By ANNA = new By("anna", "");

    private static final String BEGINNING =
            """
            [server]
            name = "mx.us.test"
            data = "data"
            [[listener]]
            address = "127.0.0.1:0"
            """;

    @TempDir private Path folder;
    private Server server;
    private Reload reload;

    @BeforeEach
    void start() throws Exception {
        write("");
        var knowledge = Knowledge.shipped();
        var configured =
                new Configured(knowledge, InstantSource.system(), System::nanoTime, new Random(1));
        var file = ConfigFile.read(file(), Map.of());
        server =
                Server.start(
                        configured.settings(file),
                        knowledge,
                        InstantSource.system(),
                        System::nanoTime);
        reload = new Reload(server, configured, file, Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path file() {
        return folder.resolve("restante.toml");
    }

    private void write(String more) throws IOException {
        Files.writeString(file(), BEGINNING + more);
    }

    /// The answers to these commands, the greeting first.
    private List<String> answers(String... commands) throws IOException {
        var at = server.addresses().getFirst();
        var answers = new ArrayList<String>();
        try (var socket = new Socket(at.getAddress(), at.getPort())) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            answers.add(reply(in));
            for (var command : commands) {
                socket.getOutputStream()
                        .write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
                answers.add(reply(in));
            }
        }
        return answers;
    }

    private static String reply(BufferedReader in) throws IOException {
        var whole = new StringBuilder();
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            whole.append(line).append('\n');
            if (line.length() < 4 || line.charAt(3) == ' ') {
                break;
            }
        }
        return whole.toString();
    }

    private static List<String> shown(List<?> differences) {
        return differences.stream().map(Object::toString).toList();
    }

    @Test
    void aChangedLimitIsInForceAtOnce() throws Exception {
        write("[reception]\nmessage_size = \"1MiB\"\n");

        var answer = (Reload.Answer.Done) reload.now(ANNA);

        assertThat(shown(answer.changed()))
                .containsExactly("reception.message_size: \"50MiB\" → \"1MiB\"");
        assertThat(answer.waiting()).isEmpty();
        assertThat(answers("EHLO a.test").getLast()).contains("250-SIZE 1048576\n");
    }

    /// A setting for a provider there is not would bind nothing, and be believed.
    @Test
    void aProviderThatIsNoneIsToldWhereverItIsNamed() throws Exception {
        write(
                """
                [limits.provider.gmial]
                connections = 1
                [[queue.retry]]
                provider = "yahho"
                delays = ["20m"]
                [response.receiver.gmal]
                mode = "act"
                [response.receiver."mx.shop.test"]
                mode = "act"
                """);

        var answer = (Reload.Answer.Refused) reload.now(ANNA);

        assertThat(shown(answer.problems()))
                .hasSize(3)
                .anyMatch(it -> it.contains("limits.provider.gmial") && it.contains("gmail"))
                .anyMatch(it -> it.contains("queue.retry") && it.contains("yahoo"))
                .anyMatch(it -> it.contains("response.receiver.gmal") && it.contains("gmail"));
    }

    /// The mail had asked for these addresses, and leaves by others.
    @Test
    void mailThatWaitsForAPoolThatGoesIsToldOf() throws Exception {
        var sources =
                "[routes]\n\"*\" = \"127.0.0.1:9\"\n[source.a]\n[source.b]\n[pool.default]\nsources = { a = 1 }\n";
        write(sources + "[pool.warm]\nsources = { b = 1 }\n");
        assertThat(((Reload.Answer.Done) reload.now(ANNA)).warnings()).isEmpty();
        var end = "X-Restante-Pool: warm\r\n\r\ntext\r\n.";
        assertThat(
                        answers(
                                        "EHLO a.test",
                                        "MAIL FROM:<a@a.test>",
                                        "RCPT TO:<b@b.test>",
                                        "DATA",
                                        end)
                                .getLast())
                .startsWith("250 ");
        write(sources);

        var answer = (Reload.Answer.Done) reload.now(ANNA);
        while (answer.warnings().isEmpty()) {
            // It is being filed, or an attempt is under way.
            answer = (Reload.Answer.Done) reload.now(ANNA);
        }

        assertThat(answer.warnings())
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .startsWith("1 recipients wait for pool 'warm', which is none any more");
    }

    @Test
    void whoIsInNoNetworkAnyMoreMaySendNoMore() throws Exception {
        assertThat(answers("EHLO a.test", "MAIL FROM:<a@a.test>").getLast()).startsWith("250 ");
        write("[reception]\nnetworks = [\"192.0.2.0/24\"]\n");

        reload.now(ANNA);

        assertThat(answers("EHLO a.test", "MAIL FROM:<a@a.test>").getLast()).startsWith("530 ");
    }

    /// For whoever looks later at what changed before a receiver began to refuse.
    @Test
    void itIsOnRecordWhoReadTheSettingsAnewAndWhichKeysChanged() throws Exception {
        write("[reception]\nnetworks = [\"192.0.2.0/24\"]\nmessage_size = \"1MiB\"\n");

        reload.now(ANNA);

        var event = done();
        assertThat(event.act())
                .startsWith("reload of settings: ")
                .contains("reception.networks", "reception.message_size")
                .doesNotContain("192.0.2");
        assertThat(event.actor()).isEqualTo("anna");
    }

    /// The first act on record.
    private Event done() throws IOException, InterruptedException {
        return done(1).getFirst();
    }

    /// The acts on record, once there are so many.
    private List<Event> done(int many) throws IOException, InterruptedException {
        while (true) {
            var acts = new ArrayList<Event>();
            try (var reader =
                    JournalReader.from(folder.resolve("data/events"), null, problem -> {})) {
                for (var line = reader.next(); line != null; line = reader.next()) {
                    var event = EventJson.read(line, 0, line.length);
                    if (event.act() != null) {
                        acts.add(event);
                    }
                }
            }
            if (acts.size() >= many) {
                return acts;
            }
            Thread.sleep(20);
        }
    }

    @Test
    void settingsWithErrorsChangeNothing() throws Exception {
        write("[reception]\nnetworks = [\"192.0.2.0/24\"]\nidel = \"5m\"\n");

        var answer = (Reload.Answer.Refused) reload.now(ANNA);

        assertThat(shown(answer.problems()))
                .containsExactly(
                        file() + ":8:1: reception.idel is not a key here; did you mean 'idle'?");
        assertThat(answers("EHLO a.test", "MAIL FROM:<a@a.test>").getLast()).startsWith("250 ");
    }

    @Test
    void whatNeedsARestartIsNamedUntilThereIsOne() throws Exception {
        write("[spool]\nread_threads = 8\n");

        var first = (Reload.Answer.Done) reload.now(ANNA);
        var second = (Reload.Answer.Done) reload.now(ANNA);

        assertThat(shown(first.waiting())).containsExactly("spool.read_threads: 4 → 8");
        assertThat(shown(second.waiting())).containsExactly("spool.read_threads: 4 → 8");
        assertThat(first.changed()).isEmpty();
    }

    @Test
    void aFileThatIsGoneChangesNothing() throws Exception {
        Files.delete(file());

        assertThat(reload.now(ANNA)).isInstanceOf(Reload.Answer.Refused.class);
        assertThat(answers()).hasSize(1);
    }

    @Test
    void usersAreReadAnewWhenTheirFileIsChanged() throws Exception {
        var users = Files.writeString(folder.resolve("users.toml"), "");
        write("[users]\nfile = \"users.toml\"\n");
        reload.now(ANNA);
        assertThat(reload.refresh()).isFalse();

        Files.writeString(users, "# another\n");
        Files.setLastModifiedTime(users, FileTime.fromMillis(86_400_000));

        assertThat(reload.refresh()).isTrue();
        assertThat(reload.refresh()).isFalse();
    }

    @Test
    void keysOfSignaturesAreReadAnewWhenTheirFilesAreChanged() throws Exception {
        var key = folder.resolve("s1.pem");
        writeKey(key);
        write("[signing.domain.\"us.test\"]\nkeys = { s1 = \"s1.pem\" }\n");
        assertThat(reload.now(ANNA)).isInstanceOf(Reload.Answer.Done.class);
        assertThat(reload.refresh()).isFalse();

        writeKey(key);
        Files.setLastModifiedTime(key, FileTime.fromMillis(86_400_000));

        assertThat(reload.refresh()).isTrue();
    }

    @Test
    void itIsOnRecordWhichKeyIsAnother() throws Exception {
        var key = folder.resolve("s1.pem");
        writeKey(key);
        write("[signing.domain.\"us.test\"]\nkeys = { s1 = \"s1.pem\" }\n");
        reload.now(ANNA);

        writeKey(key);
        Files.setLastModifiedTime(key, FileTime.fromMillis(86_400_000));
        reload.refresh();

        var acts = done(4);
        assertThat(acts.get(1).act())
                .startsWith("key change: DKIM key at s1._domainkey.us.test, now ")
                .endsWith(", before none");
        assertThat(acts.get(1).actor()).isEqualTo("anna");
        assertThat(acts.get(3).act())
                .startsWith("key change: DKIM key at s1._domainkey.us.test, now ")
                .doesNotContain("none");
        assertThat(acts.get(3).actor()).isEqualTo("restante");
    }

    private static void writeKey(Path file) throws Exception {
        var secret = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(secret.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    @Test
    void tokensWithErrorsChangeNothing() throws Exception {
        var tokens = Files.writeString(folder.resolve("others.toml"), "[[token]]\nnmae = \"x\"\n");
        write("[http]\ntokens = \"others.toml\"\n");

        var answer = (Reload.Answer.Refused) reload.now(ANNA);

        assertThat(shown(answer.problems()))
                .singleElement()
                .asString()
                .startsWith(file() + ":7:1: http.tokens is wrong: " + tokens + ":");
        assertThat(reload.tokens()).isEqualTo(folder.resolve("data/tokens.toml"));

        Files.writeString(tokens, "");
        assertThat(reload.now(ANNA)).isInstanceOf(Reload.Answer.Done.class);
        assertThat(reload.tokens()).isEqualTo(tokens);
    }

    @Test
    void aLogThatCannotBeWrittenChangesNothing() throws Exception {
        write("[reception]\nmessage_size = \"1MiB\"\n[log]\nfile = \"absent/restante.log\"\n");

        var answer = (Reload.Answer.Refused) reload.now(ANNA);

        assertThat(shown(answer.problems()))
                .singleElement()
                .asString()
                .startsWith(file() + ":9:1: log.file cannot be written to: ");
        assertThat(answers("EHLO a.test").getLast()).doesNotContain("SIZE 1048576");
    }

    @Test
    void aDrainingServerListensNoMore() throws Exception {
        server.drain();

        assertThat(server.isDraining()).isTrue();
        var at = server.addresses().getFirst();
        // The kernel lets go of the socket once the thread that waited at it has woken.
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 10_000; i++) {
                                new Socket(at.getAddress(), at.getPort()).close();
                            }
                        })
                .isInstanceOf(IOException.class);
    }
}
