package org.restante.meaning.verdict;

/// Whether trying again can help. *Signalled* by the class digit of the code; *effective* by what is known of the receiver.
public enum Permanence implements Word {
    TEMPORARY,
    PERMANENT
}
