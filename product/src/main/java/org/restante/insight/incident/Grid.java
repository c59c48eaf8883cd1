package org.restante.insight.incident;

import java.util.Arrays;

/// Sums in rows and columns: attempts, refusals, the refusals that would be usual, and the attempts without a past.
final class Grid {
    private static final int FIELDS = 4;

    private double[] cells = new double[0];
    private int columns;

    void begin(int rows, int ofColumns) {
        columns = ofColumns;
        int size = rows * columns * FIELDS;
        if (cells.length < size) {
            cells = new double[size * 2];
        } else {
            Arrays.fill(cells, 0, size, 0);
        }
    }

    void add(int row, int column, double n, double k, double usual, boolean strange) {
        int at = (row * columns + column) * FIELDS;
        cells[at] += n;
        cells[at + 1] += k;
        cells[at + 2] += usual;
        cells[at + 3] += strange ? n : 0;
    }

    double attempts(int row, int column) {
        return cells[(row * columns + column) * FIELDS];
    }

    double refused(int row, int column) {
        return cells[(row * columns + column) * FIELDS + 1];
    }

    double usual(int row, int column) {
        return cells[(row * columns + column) * FIELDS + 2];
    }

    double strange(int row, int column) {
        return cells[(row * columns + column) * FIELDS + 3];
    }
}
