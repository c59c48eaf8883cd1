package org.restante.insight.casefile;

import org.restante.meaning.verdict.Word;

/// The mail servers that configuration advice is written for.
public enum Server implements Word {
    POSTFIX("Postfix"),
    POWERMTA("PowerMTA"),
    KUMOMTA("KumoMTA"),
    EXIM("Exim"),
    RESTANTE("Restante");

    private final String title;

    Server(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
