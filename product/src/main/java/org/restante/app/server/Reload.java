package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.restante.app.api.ConfigurationRoutes;
import org.restante.app.config.BadConfig;
import org.restante.app.config.ConfigFile;
import org.restante.app.config.Difference;
import org.restante.app.config.Problem;
import org.restante.sending.queue.By;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the file of settings again and puts in force what may change while the server runs; a file with errors changes nothing. One reload at
/// a time.
public final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final By BY_ITSELF = new By("restante", "a file was changed");
    private static final int MOST_NAMED = 20;

    /// What a reload came to.
    public sealed interface Answer {
        /// It is in force, and so is what the files hold that it names: users, tokens, certificate, keys.
        ///
        /// @param changed what is in force now and was not
        /// @param waiting what differs from what the server was started with and needs a restart
        /// @param warnings what it does that may not be meant
        record Done(List<Difference> changed, List<Difference> waiting, List<String> warnings)
                implements Answer {
            public Done {
                changed = List.copyOf(changed);
                waiting = List.copyOf(waiting);
                warnings = List.copyOf(warnings);
            }
        }

        /// Nothing has changed.
        record Refused(List<Problem> problems) implements Answer {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    private final Server server;
    private final Configured configured;
    private final Map<String, String> environment;
    private final ConfigFile started;
    private volatile ConfigFile inForce;
    private NamedFiles files;
    private volatile Runnable after = () -> {};

    /// @param started the file that the server was started with
    public Reload(
            Server server,
            Configured configured,
            ConfigFile started,
            Map<String, String> environment) {
        this.server = server;
        this.configured = configured;
        this.environment = Map.copyOf(environment);
        this.started = started;
        inForce = started;
        files = NamedFiles.of(started.config());
    }

    /// Is done after each reading that put something in force.
    void then(Runnable what) {
        after = what;
    }

    /// The file of tokens in force.
    public Path tokens() {
        var config = inForce.config();
        return config.http().tokensIn(started.config().server().data());
    }

    /// The settings in force.
    ConfigurationRoutes.Settings settings() {
        return SettingsInForce.of(started, inForce);
    }

    /// @param by who asked for it; it is on record, with the keys that changed and none of their values
    public synchronized Answer now(By by) {
        var keys = server.keys();
        var answer = read();
        switch (answer) {
            case Answer.Done(var changed, var waiting, var warnings) -> {
                LOG.info("settings read anew; {} changed", changed.size());
                changed.forEach(one -> LOG.info("  {}", one));
                waiting.forEach(one -> LOG.warn("  needs a restart: {}", one));
                warnings.forEach(one -> LOG.warn("  {}", one));
                server.tell(words(changed), by);
                warnings.forEach(one -> server.tell(one, by));
                keys.changes(server.keys()).forEach(words -> server.tell(words, by));
            }
            case Answer.Refused(var problems) -> {
                LOG.error("settings are wrong, nothing was changed");
                problems.forEach(one -> LOG.error("  {}", one));
            }
        }
        return answer;
    }

    private static String words(List<Difference> changed) {
        var keys = changed.stream().map(Difference::path).limit(MOST_NAMED).toList();
        var more = changed.size() - keys.size();
        return "reload of settings: "
                + (keys.isEmpty() ? "none changed" : String.join(", ", keys))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private Answer read() {
        var path = started.file();
        try {
            var file = ConfigFile.read(path, environment);
            var seen = NamedFiles.of(file.config());
            var terms = configured.terms(file);
            logAsIn(file);
            server.use(terms);
            after.run();
            files = seen;
            var changed =
                    Difference.between(inForce, file).stream()
                            .filter(one -> !one.restart())
                            .toList();
            var waiting =
                    Difference.between(started, file).stream().filter(Difference::restart).toList();
            inForce = file;
            SourceAddresses.ofThisMachine(file).warn();
            return new Answer.Done(changed, waiting, server.warnings());
        } catch (BadConfig e) {
            return new Answer.Refused(e.problems());
        } catch (IOException e) {
            return new Answer.Refused(List.of(unreadable(path, e)));
        }
    }

    /// A log in a file is opened anew each time.
    private void logAsIn(ConfigFile file) throws BadConfig {
        var log = file.config().log();
        if (log.file().isPresent() || !log.equals(inForce.config().log())) {
            Logging.use(file);
        }
    }

    /// Reads the files again that the settings in force name (certificate, keys, users), when one was changed since; the settings stay. What is
    /// wrong in them is told once, and what was read before stays in force.
    ///
    /// @return whether they were read
    public synchronized boolean refresh() {
        var now = NamedFiles.of(inForce.config());
        if (now.equals(files)) {
            return false;
        }
        files = now;
        try {
            var keys = server.keys();
            server.use(configured.terms(inForce));
            after.run();
            LOG.info("certificate, keys and users read anew, for a file was changed");
            server.tell("reload of certificate, keys and users", BY_ITSELF);
            keys.changes(server.keys()).forEach(words -> server.tell(words, BY_ITSELF));
            return true;
        } catch (BadConfig e) {
            LOG.error("a file was changed and is wrong, nothing was changed");
            e.problems().forEach(one -> LOG.error("  {}", one));
        } catch (IOException e) {
            LOG.error("a file was changed and cannot be used: {}", e.toString());
        }
        return false;
    }

    private static Problem unreadable(Path file, IOException e) {
        return new Problem(
                file, 0, 0, "", "cannot be read: " + e, "the file the server was started with");
    }
}
