package org.restante.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.restante.app.analysis.KnownPlaces;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.page.Redaction;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.QueueListing;
import org.restante.record.report.Analysis;
import org.restante.record.report.Backlog;
import org.restante.record.report.ListedBacklog;

/// What waits now, from the listings of a mail server's queue given beside its log.
final class QueueFiles {
    private QueueFiles() {}

    /// The analysis with the listings' rows in front of what the log alone lets one reckon.
    static Analysis beside(
            Analysis analysis,
            List<Path> listings,
            ZoneId zone,
            int top,
            Knowledge knowledge,
            boolean redact,
            PrintStream err)
            throws IOException {
        if (listings.isEmpty()) {
            return analysis;
        }
        var listed = new ListedBacklog(new KnownPlaces(knowledge.providers()));
        for (var listing : listings) {
            tell(listing, QueueListing.read(LogFile.of(listing), zone, listed), redact, err);
        }
        var rows = new ArrayList<Backlog>(listed.backlog(top));
        rows.addAll(analysis.backlog());
        return new Analysis(
                analysis.input(),
                analysis.totals(),
                analysis.tables(),
                analysis.replies(),
                analysis.persistence(),
                analysis.timeline(),
                analysis.heat(),
                analysis.named(),
                rows);
    }

    /// What of a listing could not be read, or speaks against its being whole.
    private static void tell(Path path, QueueListing listing, boolean redact, PrintStream err) {
        var file = redact ? Redaction.of(path.toString()) : path.toString();
        if (!listing.damage().isEmpty()) {
            err.println("restante: " + file + ": " + listing.damage());
        }
        if (listing.unread() > 0) {
            var first =
                    listing.samples().isEmpty()
                            ? ""
                            : ", the first: "
                                    + (redact
                                            ? Redaction.of(listing.samples().getFirst())
                                            : listing.samples().getFirst());
            err.println(
                    "restante: "
                            + file
                            + ": "
                            + listing.unread()
                            + " lines of the listing could not be read"
                            + first);
        }
    }
}
