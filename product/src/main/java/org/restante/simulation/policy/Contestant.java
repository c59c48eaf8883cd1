package org.restante.simulation.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The policies that are compared.
public enum Contestant {
    ORACLE("a greedy clairvoyant: what could be had"),
    LAW("Restante's law, knowing nothing of the receiver"),
    LAW_WARM("Restante's law with what it learnt the day before"),
    HAND_TUNED("a static table at 90 % of the true limits"),
    POSTFIX("Postfix as it comes"),
    STATIC_TABLE("the table that guides give"),
    POWERMTA_DELIVERY("PowerMTA's back-off mode, left after a delivery"),
    POWERMTA_HOUR("PowerMTA's back-off mode, left after an hour"),
    KUMOMTA("KumoMTA's shaping with the community's automation"),
    AIMD("additive increase, multiplicative decrease of connections"),
    CUBIC("the AWS SDKs' adaptive rate");

    private final String about;
    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Contestant(String about) {
        this.about = about;
    }

    /// The word on the command line and in reports.
    public String word() {
        return word;
    }

    public String about() {
        return about;
    }

    public static Optional<Contestant> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /// Whether it is Restante's own.
    public boolean isLaw() {
        return this == LAW || this == LAW_WARM;
    }
}
