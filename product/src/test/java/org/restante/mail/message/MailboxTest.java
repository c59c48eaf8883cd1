package org.restante.mail.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailboxTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ann@Example.COM | ann | example.com | ann@example.com",
                "Ann.B+c=d@x.test | Ann.B+c=d | x.test | Ann.B+c=d@x.test",
                "\"a b\"@x.test | a b | x.test | \"a b\"@x.test",
                "\"a\\\"@\\\\\"@x.test | a\"@\\ | x.test | \"a\\\"@\\\\\"@x.test",
                "\"plain\"@x.test | plain | x.test | plain@x.test",
                "\".\"@x.test | . | x.test | \".\"@x.test",
                "ann@[192.0.2.1] | ann | [192.0.2.1] | ann@[192.0.2.1]",
                "ann@[IPv6:2001:db8::1] | ann | [IPv6:2001:db8::1] | ann@[IPv6:2001:db8::1]",
                "ann@[tag:any!thing] | ann | [tag:any!thing] | ann@[tag:any!thing]",
                "jörg@müller.example | jörg | xn--mller-kva.example | jörg@xn--mller-kva.example",
                "用户@例え.テスト | 用户 | xn--r8jz45g.xn--zckzah | 用户@xn--r8jz45g.xn--zckzah",
                "a@b | a | b | a@b",
                "a@_dmarc.x.test | a | _dmarc.x.test | a@_dmarc.x.test",
            })
    void mailboxesAreRead(String text, String local, String host, String written) {
        var mailbox = Mailbox.of(text).orElseThrow();
        assertThat(mailbox.localPart()).isEqualTo(local);
        assertThat(mailbox.host().ascii()).isEqualTo(host);
        assertThat(mailbox).hasToString(written);
        assertThat(Mailbox.of(mailbox.toString())).contains(mailbox);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@b",
                "a",
                "a b@x.test",
                ".a@x.test",
                "a.@x.test",
                "a..b@x.test",
                "\"a@x.test",
                "\"a\"b@x.test",
                "a@x..test",
                "a@-x.test",
                "a@x-.test",
                "a@x.test.",
                "a@[192.0.2]",
                "a@[192.0.2.256]",
                "a@[]",
                "a@[IPv6:zz]",
                "a@x test",
                "<a@x.test>",
                "a\u0000@x.test",
                "a@b@c",
                "a@x\u0001.test"
            })
    void whatIsNoMailboxIsRefused(String text) {
        assertThat(Mailbox.of(text)).isEmpty();
    }

    @Test
    void lengthsAreBounded() {
        assertThat(Mailbox.of("a".repeat(64) + "@x.test")).isPresent();
        assertThat(Mailbox.of("a".repeat(65) + "@x.test")).isEmpty();
        assertThat(Mailbox.of("ü".repeat(33) + "@x.test")).isEmpty();
        assertThat(Domain.of("a".repeat(63) + ".test")).isPresent();
        assertThat(Domain.of("a".repeat(64) + ".test")).isEmpty();
        assertThat(Domain.of("a.".repeat(126) + "a")).isPresent();
        assertThat(Domain.of("a.".repeat(127) + "a")).isEmpty();
        assertThat(Domain.of("ü".repeat(10_000))).isEmpty();
        assertThat(AddressLiteral.of("[x:" + "y".repeat(1000) + "]")).isEmpty();
    }

    @Test
    void aDomainIsShownInTheLettersOfItsOwners() {
        var domain = Domain.of("MÜLLER.Example.").orElseThrow();
        assertThat(domain.ascii()).isEqualTo("xn--mller-kva.example");
        assertThat(domain.unicode()).isEqualTo("müller.example");
        assertThat(Domain.of("xn--mller-kva.example")).contains(domain);
        assertThat(Domain.of("xn--zzzzzz--.test")).isEmpty();
    }

    @Test
    void aDomainLiesWithinItsParents() {
        var mail = Domain.of("mail.x.test").orElseThrow();
        assertThat(mail.isWithin(Domain.of("x.test").orElseThrow())).isTrue();
        assertThat(mail.isWithin(mail)).isTrue();
        assertThat(Domain.of("notx.test").orElseThrow().isWithin(Domain.of("x.test").orElseThrow()))
                .isFalse();
    }

    @Test
    void nonsenseIsNotMade() {
        assertThatThrownBy(() -> new Domain("X.test")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AddressLiteral("x y"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Mailbox("a\n", new Domain("x.test")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
