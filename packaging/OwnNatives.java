import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;

/// Copies jars without the native libraries of other systems: libraries bring those of every system they know, and a package is for one.
///
/// Arguments: the folder of the jars, the folder of the copies, Debian's name of the architecture (`amd64`, `arm64`). A jar that has native
/// libraries and none for the Linux asked for is an error: it would fail when it is first needed.
final class OwnNatives {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib)(_\\w+)?");
    private static final Map<String, List<String>> ALSO_CALLED =
            Map.of("amd64", List.of("amd64", "x86_64"), "arm64", List.of("arm64", "aarch64"));

    private final List<String> architecture;

    private OwnNatives(String architecture) {
        this.architecture = ALSO_CALLED.getOrDefault(architecture, List.of(architecture));
    }

    public static void main(String[] arguments) throws IOException {
        var own = new OwnNatives(arguments[2]);
        var target = Files.createDirectories(Path.of(arguments[1]));
        try (var files = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
            for (var jar : files) {
                own.copy(jar, target.resolve(jar.getFileName()));
            }
        }
    }

    private void copy(Path from, Path to) throws IOException {
        try (var jar = new JarFile(from.toFile())) {
            var natives = jar.stream().filter(OwnNatives::isNative).toList();
            if (natives.isEmpty()) {
                Files.copy(from, to);
                return;
            }
            if (natives.stream().noneMatch(this::isOurs)) {
                throw new IOException(from + " has no native library for linux " + architecture);
            }
            write(jar, to, entry -> !isNative(entry) || isOurs(entry));
        }
    }

    private static void write(JarFile jar, Path to, Predicate<JarEntry> wanted) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(to))) {
            for (var entry : jar.stream().filter(wanted).toList()) {
                var copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                try (var in = jar.getInputStream(entry)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }

    private static boolean isNative(JarEntry entry) {
        return NATIVE.matcher(entry.getName()).matches();
    }

    /// Names are told as `linux/amd64/libx.so` or `libx.so_linux_amd64`.
    private boolean isOurs(JarEntry entry) {
        var parts = Arrays.asList(entry.getName().split("/|\\.so_|linux_"));
        return entry.getName().contains("linux") && parts.stream().anyMatch(architecture::contains);
    }
}
