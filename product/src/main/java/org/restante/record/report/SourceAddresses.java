package org.restante.record.report;

import java.util.Arrays;

/// Which address each source's name stands for, as far as a log tells: lines of attempts that made no connection may name the source alone,
/// and others its address. A name that was met with several addresses stands for none. One thread's.
final class SourceAddresses {
    private static final int SEVERAL = -1;

    /// By the number of the name: that of its address, [Names#UNKNOWN] where none was met.
    private int[] addressOf = new int[64];

    /// Whether more or other is known of its name than before.
    boolean learn(Egress egress) {
        int name = egress.name();
        if (egress.isNamed() || name <= Names.OTHERS || egress.address() <= Names.OTHERS) {
            return false;
        }
        if (name >= addressOf.length) {
            addressOf = Arrays.copyOf(addressOf, Math.max(name + 1, addressOf.length * 2));
        }
        int known = addressOf[name];
        if (known == SEVERAL || known == egress.address()) {
            return false;
        }
        addressOf[name] = known == Names.UNKNOWN ? egress.address() : SEVERAL;
        return true;
    }

    /// With the address that its name stands for, where it has none itself.
    Egress known(Egress egress) {
        boolean isName = !egress.isNamed() && egress.address() == Names.UNKNOWN;
        int address = isName && egress.name() < addressOf.length ? addressOf[egress.name()] : 0;
        return address <= Names.OTHERS
                ? egress
                : new Egress(egress.name(), address, egress.pool(), false);
    }
}
