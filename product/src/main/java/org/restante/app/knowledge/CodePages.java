package org.restante.app.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.CodeReference;

/// Where the pages of the code reference come from: the folder `knowledge/codes` of TOML files that people write, or the flat
/// resource the build makes of it, from which one page is read without the others.
public final class CodePages {
    private static final String FLAT = "/knowledge/codes.bin";
    private static final String FOLDER = "/knowledge/codes";

    private CodePages() {}

    /// The reference that is built in.
    public static CodeReference shipped() {
        try (var flat = CodePages.class.getResourceAsStream(FLAT)) {
            return flat == null ? CodeReference.of(fromClassPath()) : reference(flat);
        } catch (IOException e) {
            throw new UncheckedIOException("the code reference cannot be read", e);
        }
    }

    /// What is built in, and the pages of a user's own folder `codes` inside `folder`, where there is one. A page of the user
    /// takes the place of ours of the same name.
    public static CodeReference with(Path folder) throws IOException {
        var codes = folder.resolve("codes");
        if (!Files.isDirectory(codes)) {
            return shipped();
        }
        var shipped = shipped();
        var pages = new LinkedHashMap<String, CodePage>();
        read(codes).forEach(page -> pages.put(page.id(), page));
        for (var heading : shipped.headings()) {
            shipped.page(heading.id()).ifPresent(page -> pages.putIfAbsent(page.id(), page));
        }
        return CodeReference.of(List.copyOf(pages.values()));
    }

    private static CodeReference reference(InputStream flat) throws IOException {
        return FlatPages.open(flat.readAllBytes());
    }

    /// A class path of plain folders, as a compiler leaves it before the build has made the flat resource.
    private static List<CodePage> fromClassPath() throws IOException {
        var folder = CodePages.class.getResource(FOLDER);
        if (folder == null || !folder.getProtocol().equals("file")) {
            throw new IOException("neither " + FLAT + " nor " + FOLDER + " is on the class path");
        }
        try {
            return read(Path.of(folder.toURI()));
        } catch (URISyntaxException e) {
            throw new IOException("not a folder: " + folder, e);
        }
    }

    /// All pages of a folder of TOML files, by file name, then in the order of each file.
    public static List<CodePage> read(Path folder) throws IOException {
        var pages = new ArrayList<CodePage>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(f -> f.toString().endsWith(".toml")).sorted().toList()) {
                pages.addAll(TomlPages.read(file));
            }
        }
        return pages;
    }

    /// Compiles the folder `args[0]` into the flat file `args[1]`; the build calls it.
    public static void main(String[] args) throws IOException {
        var target = Path.of(args[1]);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.write(target, FlatPages.write(read(Path.of(args[0]))));
    }
}
