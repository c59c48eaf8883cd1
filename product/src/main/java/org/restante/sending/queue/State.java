package org.restante.sending.queue;

/// How a recipient stands, as the spool keeps it by number.
enum State {
    /// Accepted; the first attempt follows at once and is counted already.
    FIRST(0),
    /// Waits until it is due.
    WAITING(1),
    /// An attempt has begun; its next time is stored.
    TRIED(2),
    DELIVERED(3),
    BOUNCED(4),
    EXPIRED(5),
    /// Taken out by a person.
    REMOVED(6),
    /// Not to be mailed any more.
    SUPPRESSED(7);

    final int number;

    State(int number) {
        this.number = number;
    }
}
