package org.restante.app.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Other spellings of one reply that mean the same: other addresses, ids and delays, other line breaks, other words of the
/// sending server around it.
final class Mutations {
    private static final Pattern ADDRESS4 =
            Pattern.compile("\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b");
    private static final Pattern MAILBOX =
            Pattern.compile("[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+\\.[a-z]+");
    private static final Pattern DELAY = Pattern.compile("\\b\\d+(?= (?:second|minute|hour))");
    private static final Pattern CODED =
            Pattern.compile(
                    "^([245]\\d\\d)[ -]([245]\\.\\d{1,3}\\.\\d{1,3} )?(.*)$", Pattern.DOTALL);

    private final RandomGenerator random;

    Mutations(RandomGenerator random) {
        this.random = random;
    }

    /// At least twenty of them.
    List<String> of(String sample) {
        var one = sample.replaceAll("\\s*\\R(?:[245]\\d\\d[ -](?:[245]\\.\\d+\\.\\d+ )?)?", " ");
        var all = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            all.add(otherwise(sample));
        }
        for (int i = 0; i < 4; i++) {
            all.add(inLines(otherwise(one), "\r\n"));
            all.add(inLines(otherwise(one), "\n"));
            all.add(inLines(otherwise(one), " "));
        }
        all.add("smtp; " + otherwise(one));
        all.add("SMTP;" + one);
        all.add(one.replace(" ", "  "));
        all.add(one.toUpperCase(Locale.ROOT));
        all.add(one.toLowerCase(Locale.ROOT));
        all.add("  " + one + " \r\n");
        all.add("\"" + one + "\"");
        if (CODED.matcher(one).matches()) {
            all.add(
                    "host mx"
                            + random.nextInt(9)
                            + ".example.com[192.0.2."
                            + random.nextInt(255)
                            + "] said: "
                            + otherwise(one));
            all.add(
                    "SMTP error from remote mail server after pipelined RCPT TO:<"
                            + mailbox()
                            + ">: host mx.example.net [198.51.100."
                            + random.nextInt(255)
                            + "]: "
                            + otherwise(one));
        }
        return all;
    }

    private String otherwise(String text) {
        var changed = ADDRESS4.matcher(text).replaceAll(this::address);
        changed =
                MAILBOX.matcher(changed).replaceAll(old -> mutable(old) ? mailbox() : old.group());
        return DELAY.matcher(changed).replaceAll(_ -> String.valueOf(random.nextInt(1, 900)));
    }

    /// An address that a receiver publishes belongs to its words; one of a documentation domain is anybody's.
    private static boolean mutable(MatchResult old) {
        return old.group().matches(".*@(.*\\.)?example(\\.\\w+)*|.*\\.example");
    }

    private String address(MatchResult old) {
        return "203.0." + random.nextInt(256) + "." + random.nextInt(256);
    }

    private String mailbox() {
        return "user" + random.nextInt(100_000) + "@d" + random.nextInt(1000) + ".example.org";
    }

    /// The reply in two or three lines, the code (and status) on each.
    private String inLines(String one, String lineEnd) {
        var coded = CODED.matcher(one);
        if (!coded.matches()) {
            return one;
        }
        var status = coded.group(2) == null ? "" : coded.group(2);
        var words = coded.group(3).split(" ");
        var text = new StringBuilder();
        int lines = words.length < 4 ? 1 : 2 + random.nextInt(2);
        for (int line = 0, word = 0; line < lines; line++) {
            int until = line == lines - 1 ? words.length : words.length * (line + 1) / lines;
            text.append(line == 0 ? "" : lineEnd)
                    .append(coded.group(1))
                    .append(line == lines - 1 ? " " : "-")
                    .append(status);
            text.append(String.join(" ", List.of(words).subList(word, until)));
            word = until;
        }
        return text.toString();
    }
}
