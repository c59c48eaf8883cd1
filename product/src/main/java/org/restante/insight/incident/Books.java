package org.restante.insight.incident;

/// What a scan has counted, and what it has learnt from it.
record Books(Crossings crossings, Minutes minutes, Windows windows, Baseline baseline) {
    static Books blank(ScanSettings settings) {
        var crossings = new Crossings(settings);
        var minutes = new Minutes();
        return new Books(crossings, minutes, new Windows(minutes, crossings), new Baseline());
    }

    /// The sums of one family over some crossings in a window.
    Sum sum(int window, Family family, CrossingSet where) {
        var refused = windows.refused(window, family);
        double n = 0;
        double k = 0;
        double usual = 0;
        for (int i = 0; i < where.size(); i++) {
            int c = where.get(i);
            int tried = windows.chances(window, family, c);
            if (tried > 0) {
                n += tried;
                k += refused.at(c);
                usual += tried * baseline.share(crossings, c, family.ordinal(), 0);
            }
        }
        return new Sum(n, k, usual);
    }

    /// @param usual refusals that would be usual of so many attempts
    record Sum(double attempts, double refused, double usual) {}
}
