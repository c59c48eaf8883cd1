package org.restante.mail.mime;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.restante.mail.message.Mailbox;

/// An address with the name that is shown for it (RFC 5322 §3.4).
///
/// @param name empty for none
public record NamedMailbox(String name, Mailbox mailbox) {
    private static final Pattern ANGLE =
            Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^<>\"]*?)\\s*<([^<>]*)>\\s*");
    private static final Pattern ATOMS = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*");

    /// Reads `Ann Example <ann@example.org>`, `"Example, Ann" <ann@example.org>` or the address alone.
    public static Optional<NamedMailbox> of(String text) {
        if (hasControls(text)) {
            return Optional.empty();
        }
        var parts = ANGLE.matcher(text);
        if (!parts.matches()) {
            return Mailbox.of(text.strip()).map(mailbox -> new NamedMailbox("", mailbox));
        }
        return Mailbox.of(parts.group(2))
                .map(mailbox -> new NamedMailbox(unquoted(parts.group(1)), mailbox));
    }

    /// Whether something is in it that would end a line or a field.
    public static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 127);
    }

    private static String unquoted(String name) {
        return name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1")
                : name;
    }

    /// As it stands in a header.
    String text() {
        if (name.isEmpty()) {
            return mailbox.toString();
        }
        return phrase() + " <" + mailbox + ">";
    }

    private String phrase() {
        if (name.chars().anyMatch(c -> c > '~' || c < ' ') || name.length() > 200) {
            return String.join("\r\n ", HeaderText.encoded(name));
        }
        return ATOMS.matcher(name).matches() && !name.contains("=?")
                ? name
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /// A field of addresses.
    static String field(String name, List<NamedMailbox> all) {
        var last = all.size() - 1;
        var parts =
                java.util.stream.IntStream.range(0, all.size())
                        .mapToObj(i -> all.get(i).text() + (i < last ? "," : ""))
                        .toList();
        return HeaderText.field(name, parts);
    }
}
