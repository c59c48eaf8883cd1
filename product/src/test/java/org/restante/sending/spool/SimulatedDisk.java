package org.restante.sending.spool;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk in memory that does what [Disk] allows at a power cut, and fails when told to.
final class SimulatedDisk implements Disk {
    static final int SECTOR = 512;

    /// What happens at a chosen call.
    enum Fault {
        POWER_CUT,
        EIO,
        SHORT_WRITE,
        NONE
    }

    /// Whether this machine has file handles to open files with.
    boolean hasHandles = true;

    /// What a power cut does to what was not forced.
    private enum Loss {
        ALL,
        NONE,
        SOME,
        TAIL
    }

    static final class PowerCut extends IOException {
        private static final long serialVersionUID = 1L;

        PowerCut() {
            super("power cut");
        }
    }

    private static final class Inode {
        byte[] now = new byte[0];
        byte[] durable = new byte[0];
        int length;
        int durableLength;

        /// Sectors the system still means to write. What a failed sync dropped is in neither.
        BitSet dirty = new BitSet();

        void grow(int wanted) {
            if (wanted > now.length) {
                int capacity = Math.max(wanted, 16_384);
                now = Arrays.copyOf(now, capacity);
                durable = Arrays.copyOf(durable, capacity);
            }
        }

        void persist(int sector) {
            System.arraycopy(
                    now,
                    sector * SECTOR,
                    durable,
                    sector * SECTOR,
                    Math.min(SECTOR, now.length - sector * SECTOR));
        }
    }

    /// A change of names; `to` null deletes, `from` null creates.
    private record NameChange(@Nullable String from, @Nullable String to, @Nullable Inode inode) {
        void apply(Map<String, Inode> names) {
            if (from != null) {
                names.remove(from, inode);
            }
            if (to != null && inode != null) {
                names.put(to, inode);
            }
        }
    }

    private final Random random;
    private final TreeMap<String, Inode> names = new TreeMap<>();
    private final TreeMap<String, Inode> durableNames = new TreeMap<>();
    private final List<NameChange> changes = new ArrayList<>();
    private long capacity = Long.MAX_VALUE;
    private int calls;
    private int faultAt = -1;
    private Fault fault = Fault.NONE;
    private boolean cut;
    boolean skipsNameSyncs;
    boolean skipsForces;

    SimulatedDisk(Random random) {
        this.random = random;
    }

    void capacity(long bytes) {
        capacity = bytes;
    }

    /// The fault strikes at the n-th writing call from now.
    void fail(Fault what, int inCalls) {
        fault = what;
        faultAt = calls + inCalls;
    }

    boolean isCut() {
        return cut;
    }

    int calls() {
        return calls;
    }

    /// The process died, the system did not: everything written is there, forced or not.
    void processDies() {
        cut = false;
        faultAt = -1;
    }

    /// Power is back: what was not forced is there or not.
    void powerReturns() {
        var loss = Loss.values()[random.nextInt(Loss.values().length)];
        Set<Inode> inodes = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
        inodes.addAll(names.values());
        inodes.addAll(durableNames.values());
        changes.forEach(
                change -> inodes.addAll(change.inode == null ? List.of() : List.of(change.inode)));
        inodes.forEach(inode -> lose(inode, loss));
        for (var change : changes) {
            if (keeps(loss)) {
                change.apply(durableNames);
            }
        }
        changes.clear();
        names.clear();
        names.putAll(durableNames);
        processDies();
    }

    private boolean keeps(Loss loss) {
        return switch (loss) {
            case ALL -> false;
            case NONE -> true;
            case SOME, TAIL -> random.nextBoolean();
        };
    }

    private void lose(Inode inode, Loss loss) {
        int kept = random.nextInt(inode.dirty.length() + 1);
        for (int sector = inode.dirty.nextSetBit(0);
                sector >= 0;
                sector = inode.dirty.nextSetBit(sector + 1)) {
            if (loss == Loss.TAIL ? sector < kept : keeps(loss)) {
                inode.persist(sector);
            }
        }
        inode.dirty.clear();
        if (keeps(loss)) {
            inode.durableLength = inode.length;
        }
        inode.length = inode.durableLength;
        System.arraycopy(inode.durable, 0, inode.now, 0, inode.now.length);
    }

    /// Changes a byte that is on disk.
    void flip(String name, int at) {
        var inode = inode(name);
        inode.now[at] ^= 0x40;
        inode.durable[at] ^= 0x40;
    }

    byte[] content(String name) {
        var inode = inode(name);
        return Arrays.copyOf(inode.now, inode.length);
    }

    private Inode inode(String name) {
        var inode = names.get(name);
        if (inode == null) {
            throw new IllegalArgumentException("no file " + name + " among " + names.keySet());
        }
        return inode;
    }

    /// True where the call is to fail after it took effect.
    private boolean strikes() throws IOException {
        if (cut) {
            throw new PowerCut();
        }
        if (calls++ != faultAt) {
            return false;
        }
        switch (fault) {
            case POWER_CUT -> {
                cut = true;
                return true;
            }
            case EIO -> throw new IOException("input/output error");
            case SHORT_WRITE, NONE -> {
                return false;
            }
        }
        return false;
    }

    private void isAlive() throws PowerCut {
        if (cut) {
            throw new PowerCut();
        }
    }

    @Override
    public List<String> names() throws IOException {
        isAlive();
        return List.copyOf(names.keySet());
    }

    @Override
    public DiskFile open(String name) throws IOException {
        isAlive();
        if (!hasHandles) {
            throw new IOException(name + ": Too many open files");
        }
        var inode = names.get(name);
        if (inode == null) {
            throw new FileNotFoundException(name);
        }
        return new SimulatedFile(inode);
    }

    @Override
    public DiskFile create(String name) throws IOException {
        boolean struck = strikes();
        if (names.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        var inode = new Inode();
        change(new NameChange(null, name, inode));
        end(struck);
        return new SimulatedFile(inode);
    }

    private void change(NameChange change) {
        change.apply(names);
        changes.add(change);
    }

    private void end(boolean struck) throws PowerCut {
        if (struck) {
            throw new PowerCut();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        boolean struck = strikes();
        change(new NameChange(from, to, inode(from)));
        end(struck);
    }

    @Override
    public void delete(String name) throws IOException {
        boolean struck = strikes();
        if (!names.containsKey(name)) {
            throw new FileNotFoundException(name);
        }
        change(new NameChange(name, null, inode(name)));
        end(struck);
    }

    @Override
    public void syncNames() throws IOException {
        boolean struck = strikes();
        if (skipsNameSyncs) {
            return;
        }
        if (!struck) {
            durableNames.clear();
            durableNames.putAll(names);
            changes.clear();
        }
        end(struck);
    }

    @Override
    public void close() {}

    private long used() {
        return names.values().stream().mapToLong(inode -> inode.length).sum();
    }

    private final class SimulatedFile implements DiskFile {
        private final Inode inode;

        SimulatedFile(Inode inode) {
            this.inode = inode;
        }

        @Override
        public long length() throws IOException {
            isAlive();
            return inode.length;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            isAlive();
            int count = (int) Math.min(target.remaining(), inode.length - position);
            if (count <= 0) {
                return -1;
            }
            target.put(inode.now, (int) position, count);
            return count;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            boolean isShort =
                    fault == Fault.SHORT_WRITE && calls == faultAt && source.remaining() > 1;
            boolean struck = strikes();
            int count = isShort ? 1 + random.nextInt(source.remaining() - 1) : source.remaining();
            int end = (int) position + count;
            if (end > inode.length && used() + end - inode.length > capacity) {
                throw new IOException("No space left on device");
            }
            inode.grow(end);
            source.get(inode.now, (int) position, count);
            inode.length = Math.max(inode.length, end);
            if (count > 0) {
                inode.dirty.set((int) position / SECTOR, (end - 1) / SECTOR + 1);
            }
            end(struck);
            return count;
        }

        @Override
        public void force(boolean length) throws IOException {
            boolean struck;
            try {
                struck = strikes();
            } catch (PowerCut e) {
                throw e;
            } catch (IOException e) {
                drop();
                throw e;
            }
            if (skipsForces) {
                return;
            }
            if (!struck) {
                inode.dirty.stream().forEach(inode::persist);
                inode.dirty.clear();
                if (length) {
                    inode.durableLength = inode.length;
                }
            }
            end(struck);
        }

        /// A sync that fails leaves pages marked clean that are not on disk: later syncs succeed and do not write them.
        private void drop() {
            for (int sector = inode.dirty.nextSetBit(0);
                    sector >= 0;
                    sector = inode.dirty.nextSetBit(sector + 1)) {
                if (random.nextBoolean()) {
                    inode.persist(sector);
                }
            }
            inode.dirty.clear();
        }

        @Override
        public void close() {}
    }
}
