package org.restante.app.knowledge;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A step of the build: reads the TOML files of a folder and writes the flat resources.
public final class CompileKnowledge {
    private CompileKnowledge() {}

    /// @param arguments the folder `knowledge`, and the file to write
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        var target = Path.of(arguments[1]);
        Files.createDirectories(target.toAbsolutePath().getParent());
        try (var out = new BufferedOutputStream(Files.newOutputStream(target))) {
            CompiledRules.write(RuleFiles.shipped(folder), out);
        }
        var plans = WarmupPlans.read(folder.resolve("warmup.toml"));
        try (var out = Files.newBufferedWriter(target.resolveSibling("warmup.tsv"))) {
            WarmupPlans.write(plans, out);
        }
    }
}
