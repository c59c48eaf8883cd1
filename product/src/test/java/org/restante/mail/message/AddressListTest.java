package org.restante.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses of a header field, as senders and attackers write them.
final class AddressListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a@a.test|a@a.test",
                "Ann <a@a.test>|a@a.test",
                "<a@a.test>, b@b.test|a@a.test b@b.test",
                "\"Ann <x@x.test>, you\" <a@a.test>|a@a.test",
                "Ann (of x@x.test (really)) <a@a.test>|a@a.test",
                "a@a.test (Ann)|a@a.test",
                "a . b @ a.test|a.b@a.test",
                "friends: a@a.test, B <b@b.test>;|a@a.test b@b.test",
                "nobody:;|",
                "<@r.test,@s.test:a@a.test>|a@a.test",
                "\"odd name\"@a.test|\"odd name\"@a.test",
                "a@[192.0.2.1]|a@[192.0.2.1]",
                "=?utf-8?q?x=40x.test?= <a@a.test>|a@a.test",
                ", a@a.test,|a@a.test"
            })
    void addressesAreRead(String field, String addresses) {
        var read = AddressList.of(field).orElseThrow().addresses();

        assertThat(read.stream().map(Mailbox::toString))
                .containsExactly(addresses == null ? new String[0] : addresses.split(" (?!name)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a@a.test|true",
                "Ann E. Example <a@a.test>|true",
                "\"x@x.test\" <a@a.test>|true",
                "=?utf-8?q?x=40x.test?= <a@a.test>|true",
                "Ünal (of x@x.test) <a@a.test>|true",
                "friends: a@a.test, B <b@b.test>;|true",
                "a@[192.0.2.1]|true",
                "a@a.test <a@a.test>|true",
                "b@b.test, Info@A.test <info@a.test>|true",
                "x@x.test <a@a.test>|false",
                "a@a.test a@a.test <a@a.test>|false",
                "a@a.test <@x.test:a@a.test>|true",
                "Ann x@x.test <a@a.test>|false",
                "\"Ann\" x@x.test <a@a.test>|false",
                "[x] <a@a.test>|false",
                "<a@a.test> x@x.test|false",
                "<a@a.test> Ann|false",
                "b@b.test, x@x.test <a@a.test>|false",
                "x@x.test: a@a.test;|false"
            })
    void anAddressInPlaceOfANameIsReadAndNotWellFormed(String field, boolean isWellFormed) {
        assertThat(AddressList.of(field)).isPresent();
        assertThat(AddressList.wellFormed(field).isPresent()).isEqualTo(isWellFormed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "Ann a@a.test",
                "<a@a.test",
                "a@a.test>",
                "<a@a.test> <b@b.test>",
                "<<a@a.test>>",
                "\"Ann <a@a.test>",
                "(a@a.test",
                "a@a.test b@b.test",
                "<a@a.test b@b.test>",
                "a@a.test)"
            })
    void whatCannotBeReadIsNobody(String field) {
        assertThat(AddressList.of(field)).isEmpty();
    }
}
