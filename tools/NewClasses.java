import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Writes the classes of a jar that are in a format older than Java 6 in that of Java 8, with the frames the newer format asks for. The JVM checks old
/// classes by working frames out, and keeps them in no cache of loaded classes (docs/decisions/0005).
///
/// Arguments: a folder, and the beginnings of the names of its jars that are meant. A jar without such classes stays as it is.
final class NewClasses {
    private static final int OLDEST_CACHED = ClassFile.JAVA_6_VERSION;

    private NewClasses() {}

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            var beginning = arguments[i];
            try (var files = Files.list(folder)) {
                var jars =
                        files.filter(file -> file.getFileName().toString().startsWith(beginning))
                                .toList();
                if (jars.size() != 1) {
                    throw new IOException(
                            folder + " has " + jars.size() + " jars that begin with " + beginning);
                }
                renew(jars.getFirst());
            }
        }
    }

    private static void renew(Path jar) throws IOException {
        var next = jar.resolveSibling(jar.getFileName() + ".new");
        int renewed = 0;
        try (var from = new JarFile(jar.toFile());
                var classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
                var to = new JarOutputStream(Files.newOutputStream(next), told(from))) {
            var format =
                    ClassFile.of(
                            StackMapsOption.GENERATE_STACK_MAPS,
                            ConstantPoolSharingOption.NEW_POOL,
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(classes)
                                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (var entry : from.stream().toList()) {
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    continue;
                }
                var octets = from.getInputStream(entry).readAllBytes();
                if (entry.getName().endsWith(".class") && isOld(octets)) {
                    octets = renewed(format, octets);
                    renewed++;
                }
                var copy = new JarEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                to.putNextEntry(copy);
                to.write(octets);
            }
        }
        if (renewed == 0) {
            Files.delete(next);
        } else {
            Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// The manifest, which says that files were changed (Apache License 2.0, §4).
    private static Manifest told(JarFile jar) throws IOException {
        var manifest = jar.getManifest();
        manifest.getMainAttributes()
                .putValue("Changed-By-Restante", "classes written in the format of Java 8");
        return manifest;
    }

    private static boolean isOld(byte[] octets) {
        return ((octets[6] & 0xFF) << 8 | octets[7] & 0xFF) < OLDEST_CACHED;
    }

    private static byte[] renewed(ClassFile format, byte[] octets) {
        ClassTransform newer =
                (to, element) ->
                        to.with(
                                element instanceof ClassFileVersion
                                        ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                                        : element);
        var bodies = ClassTransform.transformingMethodBodies((to, element) -> to.with(element));
        var made = format.transformClass(format.parse(octets), newer.andThen(bodies));
        var faults = format.verify(made);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("a class that does not hold: " + faults.getFirst());
        }
        return made;
    }
}
