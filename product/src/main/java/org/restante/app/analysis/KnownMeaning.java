package org.restante.app.analysis;

import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Verdict;
import org.restante.record.report.Meaning;

/// What the knowledge we ship, and the user's, says of a refusal.
final class KnownMeaning implements Meaning {
    private final Knowledge knowledge;
    private final Judge judge;

    KnownMeaning(Knowledge knowledge) {
        this.knowledge = knowledge;
        this.judge = new Judge(knowledge.rules());
    }

    @Override
    public long likeness(byte[] text, int from, int to) {
        return judge.templateHash(text, from, to);
    }

    @Override
    public Verdict judge(
            byte[] text,
            int from,
            int to,
            @Nullable Stage stage,
            @Nullable Trouble trouble,
            @Nullable String provider) {
        var known = provider == null ? null : knowledge.providers().byWord(provider);
        return judge.judge(text, from, to, stage, trouble, known);
    }
}
