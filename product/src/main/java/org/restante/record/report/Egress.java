package org.restante.record.report;

/// Our side of attempts in numbers: the source's name and address, and the pool.
///
/// @param name [Names#UNKNOWN] when the log has none
/// @param address [Names#UNKNOWN] when the log has none
/// @param pool [Names#UNKNOWN] when the log has none
/// @param isNamed whether sources are told apart by their names although there is an address
record Egress(int name, int address, int pool, boolean isNamed) {
    static final Egress UNKNOWN = new Egress(Names.UNKNOWN, Names.UNKNOWN, Names.UNKNOWN, false);

    /// Whatever comes when there is no room left.
    static final Egress OTHERS = new Egress(Names.OTHERS, Names.UNKNOWN, Names.OTHERS, false);

    /// What the source is called: one number for its name and its address alike, as both are [Names] of one dimension.
    int source() {
        return isNamed && name != Names.UNKNOWN || address == Names.UNKNOWN ? name : address;
    }

    Egress inPool(int other) {
        return new Egress(name, address, other, isNamed);
    }

    Egress from(Egress other) {
        return new Egress(other.name, other.address, pool, other.isNamed);
    }
}
