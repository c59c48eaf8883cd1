package org.restante.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.BinaryBody;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.mail.mime.Composition.Attachment;
import org.restante.mail.mime.Composition.Field;

/// What we make is what another program reads (mime4j), and goes over any wire: ASCII, no long line, no line that is not ended.
final class CompositionTest {
    private static final UUID CHANCE = new UUID(1, 2);

    private static NamedMailbox who(String text) {
        return NamedMailbox.of(text).orElseThrow();
    }

    private static Composition simple(String subject, String text) {
        return new Composition(
                who("Shop <news@shop.test>"),
                List.of(),
                List.of(who("ann@x.test")),
                List.of(),
                subject,
                List.of(),
                Optional.of(text),
                Optional.empty(),
                List.of());
    }

    private static Message read(byte[] octets) throws Exception {
        var builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(
                MimeConfig.custom()
                        .setMaxLineLen(2000)
                        .setMaxHeaderLen(20_000)
                        .setMaxHeaderCount(1000)
                        .setStrictParsing(true)
                        .build());
        builder.setDecodeMonitor(DecodeMonitor.STRICT);
        return builder.parseMessage(new ByteArrayInputStream(octets));
    }

    private static void assertWirable(byte[] octets) {
        int line = 0;
        for (int i = 0; i < octets.length; i++) {
            assertThat(octets[i]).isGreaterThanOrEqualTo((byte) 0);
            if (octets[i] == '\n') {
                assertThat(octets[i - 1]).isEqualTo((byte) '\r');
                line = 0;
            } else {
                line++;
                assertThat(line).isLessThanOrEqualTo(999);
            }
            if (octets[i] == '\r') {
                assertThat(octets[i + 1]).isEqualTo((byte) '\n');
            }
        }
        assertThat(octets[octets.length - 1]).isEqualTo((byte) '\n');
    }

    private static String text(Entity entity) throws Exception {
        var body = (TextBody) entity.getBody();
        var out = new ByteArrayOutputStream();
        ((SingleBody) body).writeTo(out);
        return out.toString(java.nio.charset.Charset.forName(entity.getCharset()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello",
                "",
                "Grüße aus Köln",
                "a =?UTF-8?B?aGFsbG8=?= b",
                "  two blanks  ",
                "日本語の件名はとても長いので、何行かに分けなければなりません。そうしないと誰も読めません。",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
                "a subject that is so long that it does not stand on one line of seventy-six characters, nor on two of them"
            })
    void aSubjectIsReadAsItWasGiven(String subject) throws Exception {
        var octets = simple(subject, "x").octets(CHANCE);
        assertWirable(octets);
        var read = read(octets).getSubject();
        assertThat(read == null || subject.isEmpty() ? "" : read).isEqualTo(subject);
        for (var line : new String(octets, StandardCharsets.US_ASCII).split("\r\n")) {
            assertThat(line.length()).isLessThanOrEqualTo(78);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one\ntwo\n",
                "Hällo = Wörld \t \nend ",
                ".\n..\nFrom me\n",
                "日本語\n",
                "a\rb\r\nc",
                "\u0001\u007f"
            })
    void aTextIsReadAsItWasGivenWithItsLinesEnded(String text) throws Exception {
        var octets = simple("x", text).octets(CHANCE);
        assertWirable(octets);
        var lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        assertThat(text(read(octets))).isEqualTo(lines.endsWith("\n") ? lines : lines + "\r\n");
    }

    @Test
    void anyTextComesThrough() throws Exception {
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(3000); i > 0; i--) {
                int kind = random.nextInt(40);
                text.append(
                        kind == 0
                                ? "\n"
                                : kind < 4
                                        ? "ü"
                                        : kind < 6
                                                ? " "
                                                : kind == 7
                                                        ? "="
                                                        : kind == 8
                                                                ? "😀"
                                                                : String.valueOf(
                                                                        (char)
                                                                                (33
                                                                                        + random
                                                                                                .nextInt(
                                                                                                        90))));
            }
            text.append("\n");
            var octets = simple("x", text.toString()).octets(CHANCE);
            assertWirable(octets);
            assertThat(text(read(octets))).isEqualTo(text.toString().replace("\n", "\r\n"));
        }
    }

    @Test
    void namesAreReadAsTheyWereGiven() throws Exception {
        var names =
                List.of(
                        "Ann",
                        "Example, Ann",
                        "Ann \"the\" \\ Best",
                        "Björn Ångström",
                        "日本",
                        "a=?b");
        var to = new ArrayList<NamedMailbox>();
        for (var name : names) {
            to.add(new NamedMailbox(name, who("a@x.test").mailbox()));
        }
        var octets =
                new Composition(
                                who("Shöp <news@shop.test>"),
                                List.of(who("back@shop.test")),
                                to,
                                List.of(who("c@x.test")),
                                "x",
                                List.of(),
                                Optional.of("x"),
                                Optional.empty(),
                                List.of())
                        .octets(CHANCE);
        assertWirable(octets);
        var message = read(octets);
        assertThat(message.getFrom())
                .extracting(Mailbox::getName, Mailbox::getAddress)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("Shöp", "news@shop.test"));
        assertThat(message.getTo().flatten())
                .extracting(Mailbox::getName)
                .containsExactlyElementsOf(names);
        assertThat(message.getCc().flatten())
                .extracting(Mailbox::getAddress)
                .containsExactly("c@x.test");
        assertThat(message.getReplyTo().flatten())
                .extracting(Mailbox::getAddress)
                .containsExactly("back@shop.test");
    }

    @Test
    void textHtmlPicturesAndFilesStandWhereReadersLookForThem() throws Exception {
        var file = new byte[70_000];
        new Random(1).nextBytes(file);
        var octets =
                new Composition(
                                who("a@x.test"),
                                List.of(),
                                List.of(),
                                List.of(),
                                "x",
                                List.of(new Field("X-Job", "grün")),
                                Optional.of("text"),
                                Optional.of("<p>hällo <img src=\"cid:logo\"></p>"),
                                List.of(
                                        new Attachment(
                                                "Rechnung für Sie, die sehr lang ist und darum in zwei Teilen steht.pdf",
                                                "application/pdf",
                                                file,
                                                Optional.empty()),
                                        new Attachment(
                                                "logo.png",
                                                "image/png",
                                                new byte[] {1, 2, 3},
                                                Optional.of("logo"))))
                        .octets(CHANCE);
        assertWirable(octets);
        var message = read(octets);
        assertThat(new String(octets, StandardCharsets.US_ASCII))
                .contains("To: undisclosed-recipients:;\r\n");
        assertThat(message.getMimeType()).isEqualTo("multipart/mixed");
        var mixed = ((Multipart) message.getBody()).getBodyParts();
        var alternative = mixed.getFirst();
        assertThat(alternative.getMimeType()).isEqualTo("multipart/alternative");
        var both = ((Multipart) alternative.getBody()).getBodyParts();
        assertThat(text(both.getFirst())).isEqualTo("text\r\n");
        var related = ((Multipart) both.get(1).getBody()).getBodyParts();
        assertThat(both.get(1).getMimeType()).isEqualTo("multipart/related");
        assertThat(text(related.getFirst())).isEqualTo("<p>hällo <img src=\"cid:logo\"></p>\r\n");
        assertThat(related.get(1).getHeader().getField("Content-ID").getBody()).isEqualTo("<logo>");
        assertThat(related.get(1).getDispositionType()).isEqualTo("inline");
        var attached = mixed.get(1);
        assertThat(attached.getDispositionType()).isEqualTo("attachment");
        assertThat(new String(octets, StandardCharsets.US_ASCII))
                .contains("filename*0*=UTF-8''Rechnung%20f%C3%BCr");
        var out = new ByteArrayOutputStream();
        ((BinaryBody) attached.getBody()).writeTo(out);
        assertThat(out.toByteArray()).isEqualTo(file);
    }

    @Test
    void nothingWithALineBreakIsAnAddress() {
        assertThat(NamedMailbox.of("Ann\r\nBcc: x@y.test <ann@x.test>")).isEmpty();
        assertThat(NamedMailbox.of("Ann <ann@x.test>\n")).isEmpty();
        assertThat(NamedMailbox.of("Ann <ann@x.test> <bob@x.test>")).isEmpty();
        assertThat(NamedMailbox.of("ann@x.test, bob@x.test")).isEmpty();
    }

    @Test
    void aFieldWithAGrammarIsWrittenAsItIsAndFoldedAtItsBlanks() {
        var ids = "<" + "a".repeat(60) + "@x.test>  <b@x.test>\t<" + "c".repeat(60) + "@x.test>";
        var made =
                new Composition(
                                who("news@shop.test"),
                                List.of(),
                                List.of(who("ann@x.test")),
                                List.of(),
                                "Hi",
                                List.of(
                                        new Field("References", ids),
                                        new Field("List-ID", "=?UTF-8?Q?=C3=9C?= <l.x.test>")),
                                Optional.of("x"),
                                Optional.empty(),
                                List.of())
                        .octets(CHANCE);

        assertThat(new String(made, StandardCharsets.US_ASCII))
                .contains(
                        "References: <"
                                + "a".repeat(60)
                                + "@x.test>\r\n <b@x.test>\r\n <"
                                + "c".repeat(60)
                                + "@x.test>\r\nList-ID: =?UTF-8?Q?=C3=9C?= <l.x.test>\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "Message-ID, <é@x.test>, false",
        "References, <a@x.test>, true",
        "X-Note, für alle, true"
    })
    void whereAFieldHasAGrammarNothingIsEncodedSilently(String name, String value, boolean mayBe) {
        assertThat(new Field(name, value).objection().isEmpty()).isEqualTo(mayBe);
        assertThat(
                        new Field("list-unsubscribe", "<https://x.test/" + "a".repeat(900) + ">")
                                .objection())
                .hasValueSatisfying(why -> assertThat(why).contains("917 characters"));
    }
}
