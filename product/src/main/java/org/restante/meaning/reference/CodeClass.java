package org.restante.meaning.reference;

import org.restante.meaning.verdict.Word;

/// What trying again can do about a code, as the page knows it; not always what the first digit says.
public enum CodeClass implements Word {
    /// Nothing was refused.
    SUCCESS,
    TEMPORARY,
    PERMANENT,
    /// The same code is used for both, and only its first digit or the text tells which.
    EITHER
}
