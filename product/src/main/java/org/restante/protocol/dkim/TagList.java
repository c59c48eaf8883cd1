package org.restante.protocol.dkim;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// `name=value; name=value` (RFC 6376 §3.2): the form of signatures and of key records. A tag that stands twice spoils the list.
final class TagList {
    private final SequencedMap<String, String> tags;

    private TagList(SequencedMap<String, String> tags) {
        this.tags = tags;
    }

    /// Reads a list.
    ///
    /// @param flaw what it is when it is none
    static TagList read(String text, Flaw flaw) throws Unfit {
        var tags = new LinkedHashMap<String, String>();
        int start = 0;
        while (start <= text.length()) {
            int semicolon = text.indexOf(';', start);
            int end = semicolon < 0 ? text.length() : semicolon;
            var tag = trim(text.substring(start, end));
            if (!tag.isEmpty()) {
                add(tags, tag, flaw);
            } else if (semicolon >= 0) {
                throw Unfit.permanent(flaw, "an empty tag");
            }
            start = end + 1;
        }
        return new TagList(tags);
    }

    private static void add(Map<String, String> tags, String tag, Flaw flaw) throws Unfit {
        int equals = tag.indexOf('=');
        var name = equals < 0 ? tag : trim(tag.substring(0, equals));
        if (equals < 0 || !isName(name)) {
            throw Unfit.permanent(flaw, "no tag: " + shown(tag));
        }
        if (tags.putIfAbsent(name, trim(tag.substring(equals + 1))) != null) {
            throw Unfit.permanent(flaw, "the tag " + name + "= stands twice");
        }
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || !isLetter(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> isLetter(c) || c >= '0' && c <= '9' || c == '_');
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /// A part of hostile text as it may stand in a message to people.
    static String shown(String text) {
        var part = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return part.replaceAll("[^\\x20-\\x7e…]", "?");
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    boolean isFirst(String name) {
        return !tags.isEmpty() && tags.firstEntry().getKey().equals(name);
    }

    /// The parts of a list with colons.
    static List<String> parts(String value) {
        return Arrays.stream(value.split(":", -1)).map(TagList::trim).toList();
    }

    /// A value in base64, blanks allowed anywhere.
    static byte[] base64(String value, String name, Flaw flaw) throws Unfit {
        var packed = new StringBuilder(value.length());
        value.chars().filter(c -> !isSpace((char) c)).forEach(c -> packed.append((char) c));
        try {
            return Base64.getDecoder().decode(packed.toString());
        } catch (IllegalArgumentException e) {
            throw Unfit.permanent(flaw, name + "= is not base64");
        }
    }
}
