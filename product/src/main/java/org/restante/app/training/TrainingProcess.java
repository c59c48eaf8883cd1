package org.restante.app.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The process in which a [Training] runs, as the server's process sees it. It ends with its input, so it never outlives who started it.
public final class TrainingProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final Path file;

    /// Starts it, and waits until its receivers stand.
    ///
    /// @param arguments of this program that have it speak as [#speak] does
    public TrainingProcess(List<String> arguments) throws IOException {
        process = command(arguments).start();
        said = process.inputReader(StandardCharsets.UTF_8);
        var first = said.readLine();
        if (first == null) {
            close();
            throw new IOException("nobody stands around the server to be trained");
        }
        file = Path.of(first);
    }

    /// What it says on standard output is read, so the JVM says what it has to say on standard error.
    static ProcessBuilder command(List<String> arguments) {
        var command = new ArrayList<String>();
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:+DisplayVMOutputToStderr",
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.restante.app.main.Main"));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /// What the server is started by.
    public Path file() {
        return file;
    }

    /// Has its clients speak with the server that listens for SMTP at this port; what came of it, for people.
    public String pass(int port) throws IOException {
        var to = process.outputWriter(StandardCharsets.UTF_8);
        to.write(port + "\n");
        to.flush();
        var result = said.readLine();
        if (result == null) {
            throw new IOException("the clients of the server to be trained have ended");
        }
        return result;
    }

    /// The other side: says where the file is, hears the port, says what came of it, and stays until its input ends.
    public static void speak(Training training, BufferedReader in, Appendable out)
            throws IOException {
        out.append(training.file().toString()).append('\n');
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            out.append(training.pass(Integer.parseInt(line)).toString()).append('\n');
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
