package org.restante.record.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes a recipient as `keyed-` and 32 hexadecimal digits at the same domain: HMAC-SHA-256 (RFC 2104) of the address with a secret
/// key. The same address is the same digits, so that it can be counted and, by who has the key, looked for; without the key nobody
/// can tell whose it was: deleting the key erases all recipients at once, and a new one is made.
///
/// The address is also taken out of the reply's text and of a reverse-path that names it (VERP). A receiver that speaks of the
/// recipient by a word of its own is not seen through.
public final class KeyedRecipients {
    private static final String MARK = "keyed-";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_OCTETS = 32;
    private static final int SHOWN_OCTETS = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecretKeySpec key;

    private KeyedRecipients(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The key in `file`, 64 hexadecimal digits.
    ///
    /// @throws IOException when it cannot be read or is no key
    public static KeyedRecipients read(Path file) throws IOException {
        var text = Files.readString(file).strip();
        try {
            var octets = HexFormat.of().parseHex(text);
            if (octets.length >= KEY_OCTETS) {
                return new KeyedRecipients(octets);
            }
        } catch (IllegalArgumentException e) {
            // No hexadecimal digits: told below.
        }
        throw new IOException(
                file + ": is no key: 64 hexadecimal digits, as 'openssl rand -hex 32' writes");
    }

    /// The key in `file`; where there is none a new one is made, which only its owner may read.
    static KeyedRecipients readOrMake(Path file, SecureRandom random) throws IOException {
        try {
            return read(file);
        } catch (NoSuchFileException e) {
            make(file, random);
            return read(file);
        }
    }

    private static void make(Path file, SecureRandom random) throws IOException {
        var octets = new byte[KEY_OCTETS];
        random.nextBytes(octets);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(octets) + "\n", StandardOpenOption.WRITE);
    }

    /// What stands for an address on record. Letters count without case: who asks for an address cannot know how it was written.
    public String of(String address) {
        int at = address.lastIndexOf('@');
        var digest = digest(address.toLowerCase(Locale.ROOT));
        return MARK
                + HexFormat.of().formatHex(digest, 0, SHOWN_OCTETS)
                + (at < 0 ? "" : address.substring(at));
    }

    private byte[] digest(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /// The event with its recipient's address replaced wherever it stands; the same array when it names none.
    byte[] applied(byte[] line) {
        if (!(JSON.readTree(line) instanceof ObjectNode event)
                || !event.path("recipient").isString()) {
            return line;
        }
        var address = event.path("recipient").stringValue();
        if (address.startsWith(MARK)) {
            return line;
        }
        var keyed = of(address);
        event.put("recipient", keyed);
        for (var name : new String[] {"text", "reverse_path", "reason", "reply_url"}) {
            var value = event.path(name);
            if (value.isString()) {
                event.put(name, without(value.stringValue(), address, keyed));
            }
        }
        return JSON.writeValueAsBytes(event);
    }

    private static String without(String text, String address, String keyed) {
        int at = address.lastIndexOf('@');
        var local = address.substring(0, Math.max(0, at));
        var shown = keyed.substring(0, keyed.length() - (address.length() - Math.max(0, at)));
        var clean = anyCase("(?<![\\w.+-])", address).matcher(text).replaceAll(keyed);
        if (at > 0) {
            var verp = local + "=" + address.substring(at + 1);
            clean =
                    anyCase("(?<!\\w)", verp)
                            .matcher(clean)
                            .replaceAll(shown + "=" + address.substring(at + 1));
            clean =
                    Pattern.compile(
                                    "(?<=[<'\"])" + Pattern.quote(local) + "(?=[>'\"])",
                                    Pattern.CASE_INSENSITIVE)
                            .matcher(clean)
                            .replaceAll(shown);
        }
        return clean;
    }

    private static Pattern anyCase(String before, String words) {
        return Pattern.compile(
                before + Pattern.quote(words) + "(?![\\w-])", Pattern.CASE_INSENSITIVE);
    }
}
