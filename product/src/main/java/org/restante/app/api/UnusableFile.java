package org.restante.app.api;

import org.restante.app.access.BadUsers;
import org.restante.app.access.BadWish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file of tokens or users that a request would change, and that does not allow it.
public final class UnusableFile {
    private static final Logger LOG = LoggerFactory.getLogger(UnusableFile.class);

    private UnusableFile() {}

    /// What the caller wished does not go together with what is there; or the file was written wrong by hand, and that is ours to mend: the
    /// log names it, with the line.
    ///
    /// @param of what the file holds
    public static Problem problem(String of, BadUsers why) {
        if (why instanceof BadWish) {
            return Problem.of(ProblemKind.CONFLICT, String.valueOf(why.getMessage()));
        }
        LOG.error("the file of {} cannot be used: {}", of, why.getMessage());
        return Problem.of(
                ProblemKind.UNAVAILABLE,
                "the file of "
                        + of
                        + " was written wrong; the server's log names the line, and once it is mended this works again");
    }
}
