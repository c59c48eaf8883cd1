package org.restante.app.explain;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.Heading;

/// All that can be told about one code or one reply.
///
/// @param asked what was given
/// @param said the server's own words in it, on one line; empty for a code alone
/// @param provider who refused, where it is known
/// @param pages the most exact first; empty when nothing fits
/// @param exact false when only the page of a wider code was found
/// @param nearest codes that look like what was asked, when nothing fits
public record Explanation(
        String asked,
        String said,
        Judgement judgement,
        @Nullable Stage stage,
        @Nullable Provider provider,
        List<CodePage> pages,
        boolean exact,
        Evidence evidence,
        List<Heading> nearest) {
    public Explanation {
        pages = List.copyOf(pages);
        nearest = List.copyOf(nearest);
    }

    /// Whether anything was found; a caller that asks for one code may treat the opposite as a usage error.
    public boolean isKnown() {
        return !pages.isEmpty() || judgement.rule() != null;
    }

    /// Writes it for a person, in lines of at most `width` columns.
    ///
    /// @param colours whether ANSI colours may be used
    public void render(Appendable out, int width, boolean colours) throws IOException {
        new ExplanationText(this, out, width, colours).write();
    }

    /// The object of `classify`, with what people read beside it (docs/schemas/explain.schema.json).
    public String json() {
        return ExplanationJson.of(this);
    }
}
