package org.restante.app.cli;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.VerdictJson;
import org.restante.record.logs.LineEnds;

/// Judges the lines of a block, one thread's: `REPLY`, or `MX_HOST<TAB>STAGE<TAB>REPLY`.
final class ReplyLines {
    private static final int MOST_HOSTS = 10_000;

    private final Knowledge knowledge;
    private final boolean tsv;
    private final Judge judge;
    private final VerdictJson json = new VerdictJson();
    private final Map<String, Optional<Provider>> providers = new HashMap<>();
    private byte[] unescaped = new byte[1024];
    private @Nullable Stage stage;
    private @Nullable Trouble trouble;
    private @Nullable Provider provider;

    ReplyLines(Knowledge knowledge, boolean tsv, boolean forgetful) {
        this.knowledge = knowledge;
        this.tsv = tsv;
        judge = forgetful ? Judge.forgetful(knowledge.rules()) : new Judge(knowledge.rules());
    }

    /// One JSON object a line for each line of `bytes`; good until the next call.
    VerdictJson classify(byte[] bytes, int length) {
        json.clear();
        int from = 0;
        while (from < length) {
            int to = LineEnds.next(bytes, from, length);
            line(bytes, from, LineEnds.beforeReturn(bytes, from, to));
            from = to + 1;
        }
        return json;
    }

    private void line(byte[] bytes, int from, int to) {
        stage = null;
        trouble = null;
        provider = null;
        int reply = tsv ? afterColumns(bytes, from, to) : from;
        boolean escaped = indexOf(bytes, reply, to, '\\') >= 0;
        if (escaped) {
            judged(unescaped, 0, unescape(bytes, reply, to));
        } else {
            judged(bytes, reply, to);
        }
    }

    private void judged(byte[] text, int from, int to) {
        var verdict = judge.judge(text, from, to, stage, trouble, provider);
        json.append(verdict, stage != null ? stage : judge.stageTold());
        json.append('\n');
    }

    /// Reads host and stage; where the reply begins. A line without tabs is a reply alone.
    private int afterColumns(byte[] bytes, int from, int to) {
        int first = tab(bytes, from, to);
        int second = first < 0 ? -1 : tab(bytes, first + 1, to);
        if (second < 0) {
            return first < 0 ? from : first + 1;
        }
        if (first > from) {
            provider = provider(new String(bytes, from, first - from, StandardCharsets.UTF_8));
        }
        if (second > first + 1) {
            var word = new String(bytes, first + 1, second - first - 1, StandardCharsets.UTF_8);
            stage = Stage.of(word).orElse(null);
            trouble = stage == null ? Trouble.of(word).orElse(null) : null;
        }
        return second + 1;
    }

    private @Nullable Provider provider(String host) {
        if (providers.size() > MOST_HOSTS) {
            providers.clear();
        }
        return providers
                .computeIfAbsent(
                        host, name -> Optional.ofNullable(knowledge.providers().of(name, null)))
                .orElse(null);
    }

    private static int tab(byte[] bytes, int from, int to) {
        return indexOf(bytes, from, to, '\t');
    }

    private static int indexOf(byte[] bytes, int from, int to, char wanted) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private int unescape(byte[] bytes, int from, int to) {
        if (unescaped.length < to - from) {
            unescaped = new byte[(to - from) * 2];
        }
        int at = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\\' && i + 1 < to && (bytes[i + 1] == 'n' || bytes[i + 1] == '\\')) {
                b = bytes[++i] == 'n' ? (byte) '\n' : (byte) '\\';
            }
            unescaped[at++] = b;
        }
        return at;
    }
}
