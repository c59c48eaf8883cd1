package org.restante.app.config;

/// A section whose keys must fit each other, besides each being right for itself.
interface Checked {
    /// Tells what does not fit.
    void check(Objections objections);
}
