package org.restante.meaning.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is known about one code, for the person who found it in a log.
///
/// @param causes what brings it about, the most frequent first
/// @param now what to do, in order
/// @param lasts how long it usually lasts
/// @param log how it looks in a log; our own example with documentation addresses
/// @param members the codes or wordings that share this page
/// @param conflict where documents contradict each other: who says what, and what holds here
/// @param link the provider's page or form for exactly this
/// @param related other pages, by their id
public record CodePage(
        Heading heading,
        Nature nature,
        String meaning,
        List<String> causes,
        List<String> now,
        String lasts,
        String log,
        List<Question> questions,
        List<Member> members,
        @Nullable String conflict,
        @Nullable String link,
        List<String> related,
        List<Origin> origins) {
    public CodePage {
        causes = List.copyOf(causes);
        now = List.copyOf(now);
        questions = List.copyOf(questions);
        members = List.copyOf(members);
        related = List.copyOf(related);
        origins = List.copyOf(origins);
    }

    public String id() {
        return heading.id();
    }
}
