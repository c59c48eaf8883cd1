package org.restante.app.files;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;

/// The process's umask (POSIX `umask`), which takes from the modes of all files it makes, and of those its children make. A server's are written in many
/// places, those of the store by a database that asks for no mode, and Java itself has no word for it.
public final class Umask {
    /// Takes all from everybody but the owner.
    public static final int OWNERS_ONLY = 0077;

    private Umask() {}

    /// Sets it for the whole process.
    ///
    /// @return the one before; empty on a system that has none, or where this program may not call it
    public static OptionalInt set(int mask) {
        try {
            var linker = Linker.nativeLinker();
            var address = linker.defaultLookup().find("umask");
            if (address.isEmpty()) {
                return OptionalInt.empty();
            }
            var umask =
                    linker.downcallHandle(
                            address.get(),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            return OptionalInt.of((int) umask.invokeExact(mask));
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return OptionalInt.empty();
        }
    }
}
