package org.restante.app.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import org.slf4j.LoggerFactory;

/// The server's log. Logback asks for it when the first logger is wanted; until [#start] it is as [LogSettings#defaults] says.
public final class ServerLog extends ContextAwareBase implements Configurator, AutoCloseable {
    private static final String PROVIDER = "slf4j.provider";
    private static final String OURS = "org.restante";

    /// Asks for loggers that say something; to be called before anything asks for one.
    public static void willBeKept() {
        speaksOfTroubleOnly();
        System.setProperty(PROVIDER, "ch.qos.logback.classic.spi.LogbackServiceProvider");
    }

    /// Asks for loggers that say nothing and cost nothing.
    public static void willNotBeKept() {
        speaksOfTroubleOnly();
        System.setProperty(PROVIDER, "org.slf4j.helpers.NOP_FallbackServiceProvider");
    }

    /// The library says which provider it takes, otherwise.
    private static void speaksOfTroubleOnly() {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    /// Logs so from now on. A file is opened anew, also where it is the same: it may have been put aside. Closing it writes what waits.
    ///
    /// @throws IOException when the file cannot be written to; nothing has changed then
    public static ServerLog start(LogSettings settings) throws IOException {
        var file = settings.file();
        return start(
                settings,
                file.isPresent()
                        ? Files.newOutputStream(
                                file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                        : standardError());
    }

    /// It is not ours to close.
    private static OutputStream standardError() {
        return new FileOutputStream(FileDescriptor.err) {
            @Override
            public void close() {}
        };
    }

    static ServerLog start(LogSettings settings, OutputStream out) {
        var log = new ServerLog();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            var before = new ArrayList<Appender<ILoggingEvent>>();
            root.iteratorForAppenders().forEachRemaining(before::add);
            before.forEach(root::detachAppender);
            configure(context, settings, out);
            before.forEach(Appender::stop);
        }
        return log;
    }

    /// Writes what waits, and logs nothing more.
    public static void finish() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        configure(context, LogSettings.defaults(), standardError());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void configure(LoggerContext context, LogSettings settings, OutputStream out) {
        var writer = new LogWriter(new LogLine(settings.format()), out);
        writer.setContext(context);
        writer.setName("log");
        writer.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(ch.qos.logback.classic.Level.ERROR);
        root.addAppender(writer);
        context.getLogger(OURS).setLevel(level(settings.level()));
        context.getLogger(MailLog.NAME)
                .setLevel(settings.mail() ? null : ch.qos.logback.classic.Level.WARN);
    }

    private static ch.qos.logback.classic.Level level(LogSettings.Level level) {
        return switch (level) {
            case ERROR -> ch.qos.logback.classic.Level.ERROR;
            case WARN -> ch.qos.logback.classic.Level.WARN;
            case INFO -> ch.qos.logback.classic.Level.INFO;
            case DEBUG -> ch.qos.logback.classic.Level.DEBUG;
        };
    }

    @Override
    public void close() {
        finish();
    }
}
