package org.restante.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The three ways to write an address of type `utf-8` (RFC 6533 §3), and xtext for all others (RFC 3461 §4).
final class OriginalRecipientTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // given | kept | in ASCII | with SMTPUTF8
                "rfc822;Bob+40b.test | rfc822;Bob@b.test | rfc822;Bob@b.test | rfc822;Bob@b.test",
                "rfc822;a+2Bb@x.test | rfc822;a+b@x.test | rfc822;a+2Bb@x.test | rfc822;a+2Bb@x.test",
                "x400;c+3Dus;+20a | x400;c=us; a | x400;c+3Dus;+20a | x400;c+3Dus;+20a",
                "utf-8;a@x.test | utf-8;a@x.test | utf-8;a@x.test | utf-8;a@x.test",
                "utf-8;\\x{3B4}@x.test | utf-8;δ@x.test | utf-8;\\x{3B4}@x.test | utf-8;δ@x.test",
                "utf-8;\\x{3b4}@x.test | utf-8;δ@x.test | utf-8;\\x{3B4}@x.test | utf-8;δ@x.test",
                "utf-8;δ@x.test | utf-8;δ@x.test | utf-8;\\x{3B4}@x.test | utf-8;δ@x.test",
                "utf-8;δ\\x{3B5}\\x{2B}1@δ.test | utf-8;δε+1@δ.test | utf-8;\\x{3B4}\\x{3B5}\\x{2B}1@\\x{3B4}.test | utf-8;δε\\x{2B}1@δ.test",
                "utf-8;\\x{1F600}\\x{80}\\x{10FFFD}@x.test | utf-8;😀\u0080\udbff\udffd@x.test | utf-8;\\x{1F600}\\x{80}\\x{10FFFD}@x.test | utf-8;😀\u0080\udbff\udffd@x.test",
                "UTF-8;\"a\\x{20}\\x{5C}\\x{5C}\\x{3D}\"@x.test | UTF-8;\"a \\\\=\"@x.test | UTF-8;\"a\\x{20}\\x{5C}\\x{5C}\\x{3D}\"@x.test | UTF-8;\"a\\x{20}\\x{5C}\\x{5C}\\x{3D}\"@x.test",
                // Xtext around an address is what RFC 3461 has for every type.
                "utf-8;a+2Bb@x.test | utf-8;a+b@x.test | utf-8;a\\x{2B}b@x.test | utf-8;a\\x{2B}b@x.test",
                // What is labelled so and is none stays.
                "utf-8;\\x{3B4} | utf-8;\\x{3B4} | utf-8;\\x{3B4} | utf-8;\\x{3B4}",
                "utf-8;\\x{41}@x.test | utf-8;\\x{41}@x.test | utf-8;\\x{41}@x.test | utf-8;\\x{41}@x.test",
                "utf-8;\\x{D800}@x.test | utf-8;\\x{D800}@x.test | utf-8;\\x{D800}@x.test | utf-8;\\x{D800}@x.test",
                "utf-8;\\x{110000}@x.test | utf-8;\\x{110000}@x.test | utf-8;\\x{110000}@x.test | utf-8;\\x{110000}@x.test",
                "utf-8;\\x{03B4}@x.test | utf-8;\\x{03B4}@x.test | utf-8;\\x{03B4}@x.test | utf-8;\\x{03B4}@x.test",
                "utf-8;\\X{3B4}@x.test | utf-8;\\X{3B4}@x.test | utf-8;\\X{3B4}@x.test | utf-8;\\X{3B4}@x.test",
            })
    void isReadAndWritten(String given, String kept, String ascii, String utf8) {
        var read = OriginalRecipient.read(given, true).orElseThrow();

        assertThat(read).hasToString(kept).isEqualTo(OriginalRecipient.of(kept));
        assertThat(read.parameter(false)).isEqualTo(ascii);
        assertThat(read.parameter(true)).isEqualTo(utf8);
        assertThat(OriginalRecipient.read(ascii, false)).contains(read);
        assertThat(OriginalRecipient.read(utf8, true)).contains(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "rfc822",
                "rfc822;",
                ";a@x.test",
                "rfc 822;a@x.test",
                "rfc+20;a@x.test",
                "rfc822;a b@x.test",
                "rfc822;a=b@x.test",
                "rfc822;a+2@x.test",
                "rfc822;a+2b@x.test",
                "rfc822;a+0A@x.test",
                "rfc822;a+C3+A9@x.test",
                "rfc822;é@x.test",
                "utf-8;",
                "utf-8;é x@x.test",
                "utf-8;é+2B@x.test",
                "utf-8;é",
                "utf-8;\uFFFD@x.test",
                "utf-8;a+0D+0AX@x.test",
                "utf-8;a+FF@x.test"
            })
    void isRefused(String given) {
        assertThat(OriginalRecipient.read(given, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8;é@x.test", "utf-8;\\x{E9}é@x.test"})
    void isRefusedWithoutSmtputf8(String given) {
        assertThat(OriginalRecipient.read(given, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "utf-8;δ+@x.test | utf-8; \\x{3B4}\\x{2B}@x.test | utf-8; δ+@x.test",
                "utf-8;\\x{41}@x.test | utf-8; \\x{41}@x.test | utf-8; \\x{41}@x.test",
                "rfc822;a+b@x.test | rfc822; a+b@x.test | rfc822; a+b@x.test"
            })
    void standsInAField(String kept, String ascii, String global) {
        assertThat(OriginalRecipient.of(kept).field(false)).isEqualTo(ascii);
        assertThat(OriginalRecipient.of(kept).field(true)).isEqualTo(global);
    }
}
