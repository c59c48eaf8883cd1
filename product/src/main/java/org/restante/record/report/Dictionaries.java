package org.restante.record.report;

/// All names of one analysis; shared by the threads that read and the one that counts.
final class Dictionaries {
    final Combinations combinations;
    final RefusalGroups refusals = new RefusalGroups();
    final Names streams = new Names(50_000);
    final Names senders = new Names(50_000);
    final Arrivals arrivals = new Arrivals();
    final NamedAddresses named = new NamedAddresses();

    Dictionaries(Places places) {
        combinations = new Combinations(places);
    }
}
