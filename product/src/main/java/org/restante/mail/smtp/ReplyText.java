package org.restante.mail.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How replies are spelled in sessions, logs and DSNs, read into a [Reply].
final class ReplyText {
    private ReplyText() {}

    static Reply read(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var scan = new ReplyScan();
        scan.read(bytes, 0, bytes.length);
        if (scan.code() == 0) {
            return new Reply(OptionalInt.empty(), split(slice(bytes, scan.start(), scan.end())));
        }
        var code = Integer.toString(scan.code());
        var lines = new ArrayList<String>();
        for (var line : split(slice(bytes, scan.codeAt(), scan.end()))) {
            addUnfolded(lines, line, code);
        }
        boolean statusLeads = scan.statusAt() >= 0 && scan.statusAt() < scan.codeAt();
        if (scan.leadIsText() || statusLeads) {
            lines.addFirst(slice(bytes, scan.start(), scan.codeAt()).strip());
        }
        return new Reply(OptionalInt.of(scan.code()), lines);
    }

    private static String slice(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// The status wherever the reply tells it: at the start, in brackets, on a later line.
    static Optional<EnhancedStatusCode> statusOf(Reply reply) {
        var whole =
                (reply.code().isPresent() ? reply.code().getAsInt() + " " : "")
                        + String.join("\n", reply.lines());
        var bytes = whole.getBytes(StandardCharsets.UTF_8);
        var scan = new ReplyScan();
        scan.read(bytes, 0, bytes.length);
        int status = scan.status();
        return status == 0
                ? Optional.empty()
                : Optional.of(
                        new EnhancedStatusCode(
                                status / 1_000_000, status / 1_000 % 1_000, status % 1_000));
    }

    private static List<String> split(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList().isEmpty()
                ? List.of("")
                : text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /// One physical line may hold several reply lines, each beginning with the code again: `421-4.7.0 a 421 4.7.0 b`.
    private static void addUnfolded(List<String> lines, String line, String code) {
        var rest = withoutCode(line, code);
        boolean more = line.startsWith(code + "-");
        while (more) {
            int next = nextRepeat(rest, code);
            if (next < 0) {
                break;
            }
            lines.add(rest.substring(0, next).strip());
            more = rest.charAt(next + code.length()) == '-';
            rest = withoutCode(rest.substring(next), code);
        }
        lines.add(rest.strip());
    }

    private static int nextRepeat(String text, String code) {
        for (int at = text.indexOf(code); at >= 0; at = text.indexOf(code, at + 1)) {
            int after = at + code.length();
            boolean startsLine =
                    at == 0 || text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t';
            if (startsLine
                    && after < text.length()
                    && (text.charAt(after) == '-' || text.charAt(after) == ' ')) {
                return at;
            }
        }
        return -1;
    }

    private static String withoutCode(String line, String code) {
        if (!line.startsWith(code)) {
            return line;
        }
        int at = code.length();
        while (at < line.length() && "-:;,.)]>_ \t".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return line.substring(at);
    }

    static Optional<EnhancedStatusCode> status(String line, OptionalInt code) {
        int at = statusStart(line);
        return EnhancedStatusCode.at(line, at, line.length())
                .filter(status -> agrees(status, code));
    }

    /// A 4xx reply with a 5.x.x status exists in the field; a 2.x.x under a refusal is no status of that refusal.
    private static boolean agrees(EnhancedStatusCode status, OptionalInt code) {
        return code.isEmpty() || code.getAsInt() < 400 || status.category() != 2;
    }

    private static int statusStart(String line) {
        int at = 0;
        while (at < line.length() && "#([<-:\"' ".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    static String withoutStatus(String line, OptionalInt code) {
        var status = status(line, code);
        if (status.isEmpty()) {
            return line;
        }
        int at = statusStart(line);
        while (at < line.length()
                && (Character.isDigit(line.charAt(at)) || line.charAt(at) == '.')) {
            at++;
        }
        while (at < line.length() && " :;-)]>".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return line.substring(at);
    }
}
