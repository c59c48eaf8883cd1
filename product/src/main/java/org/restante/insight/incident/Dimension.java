package org.restante.insight.incident;

import org.restante.meaning.verdict.Word;

/// What a scope can be narrowed by.
public enum Dimension implements Word {
    PROVIDER,
    SITE,
    MX_HOST,
    SOURCE,
    STREAM,
    /// The domain of who sends.
    SENDER
}
