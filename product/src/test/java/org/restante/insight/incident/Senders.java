package org.restante.insight.incident;

import org.jspecify.annotations.Nullable;

/// Customers who share our sources, by the domains they send from: the second has half as much mail as the first, the third a third, and each
/// mails in every stream.
///
/// @param count 0 where nobody is told apart
record Senders(int count) {
    static final Senders NONE = new Senders(0);

    /// As many as `-Dsenders=` says.
    static Senders wished() {
        return new Senders(Integer.getInteger("senders", 0));
    }

    static String name(int number) {
        return "customer" + number + ".test";
    }

    @Nullable String of(Mailing mailing) {
        if (count == 0) {
            return null;
        }
        long mixed = (mailing.message() + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        double where = (mixed >>> 11) * 0x1p-53 * all();
        int number = 1;
        for (; number < count && where > 1.0 / number; number++) {
            where -= 1.0 / number;
        }
        return name(number);
    }

    private double all() {
        double all = 0;
        for (int i = 1; i <= count; i++) {
            all += 1.0 / i;
        }
        return all;
    }
}
