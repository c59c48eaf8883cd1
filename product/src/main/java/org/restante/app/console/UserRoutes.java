package org.restante.app.console;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.ConsoleDoor;
import org.restante.app.access.ConsoleUser;
import org.restante.app.access.Role;
import org.restante.app.access.Scope;
import org.restante.app.api.Answer;
import org.restante.app.api.Call;
import org.restante.app.api.Endpoint;
import org.restante.app.api.Problem;
import org.restante.app.api.ProblemKind;
import org.restante.app.api.UnusableFile;

/// Who may sign in to the console; for administrators of the whole server.
public final class UserRoutes implements Endpoint.Group {
    private final ConsoleDoor door;

    public UserRoutes(ConsoleDoor door) {
        this.door = door;
    }

    /// A user as it should be.
    public record Wish(
            @Nullable String name,
            @Nullable String role,
            @Nullable String tenant,
            @Nullable String password) {}

    /// A user, without the hash.
    public record Listed(String name, String role, @Nullable String tenant) {}

    /// All of them.
    public record AllUsers(List<Listed> users) {
        public AllUsers {
            users = List.copyOf(users);
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/console/users", Scope.ADMIN, this::list),
                Endpoint.post("/api/v1/console/users", Scope.ADMIN, this::put),
                Endpoint.delete("/api/v1/console/users/{name}", Scope.ADMIN, this::remove));
    }

    private Answer list(Call call) throws Problem {
        requireEverybodys(call);
        return Answer.ok(
                new AllUsers(
                        door.users().all().stream()
                                .map(user ->
                                        new Listed(
                                                user.name(),
                                                user.role().word(),
                                                user.tenant().orElse(null)))
                                .toList()));
    }

    private Answer put(Call call) throws Problem, IOException {
        requireEverybodys(call);
        var wish = call.json(Wish.class);
        var name = SessionRoutes.checkedName(wish.name());
        var role =
                Optional.ofNullable(wish.role())
                        .flatMap(Role::of)
                        .orElseThrow(() ->
                                Problem.field(
                                        "role",
                                        String.join(", ", Role.words()) + " would be right"));
        var tenant = Optional.ofNullable(wish.tenant()).filter(text -> !text.isEmpty());
        if (tenant.filter(text -> !ConsoleUser.isTenant(text)).isPresent()) {
            throw Problem.field("tenant", "a word of letters, digits and ._@:/+- would be right");
        }
        requireUnbounded(call);
        if (isOnlyAdmin(name) && (role != Role.ADMIN || tenant.isPresent())) {
            throw lastAdmin(name);
        }
        try {
            door.put(name, role, tenant, SessionRoutes.checkedPassword(wish.password()));
        } catch (BadUsers e) {
            throw UnusableFile.problem("console users", e);
        }
        return Answer.ok(new Listed(name, role.word(), tenant.orElse(null)));
    }

    private Answer remove(Call call) throws Problem, IOException {
        requireEverybodys(call);
        var name = call.path("name");
        if (door.users().named(name).isEmpty()) {
            throw Problem.of(ProblemKind.NOT_FOUND, "there is no such user");
        }
        if (isOnlyAdmin(name)) {
            throw lastAdmin(name);
        }
        try {
            door.remove(name);
        } catch (BadUsers e) {
            throw UnusableFile.problem("console users", e);
        }
        return new Answer.Done();
    }

    /// Whether nobody else could make users.
    private boolean isOnlyAdmin(String name) {
        var admins =
                door.users().all().stream()
                        .filter(user -> user.role() == Role.ADMIN && user.tenant().isEmpty())
                        .map(ConsoleUser::name)
                        .toList();
        return admins.equals(List.of(name));
    }

    private static Problem lastAdmin(String name) {
        return Problem.of(
                ProblemKind.CONFLICT,
                "'" + name + "' is the only administrator; make another one first");
    }

    /// A user may do all that the role allows, for good.
    private static void requireUnbounded(Call call) throws Problem {
        var mine = call.token();
        if (!mine.isPersons() && !mine.isUnbounded()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "a token grants at most what it has itself; this one is bounded, and a user is not");
        }
    }

    private static void requireEverybodys(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN, "users are the whole server's; this is one tenant's");
        }
    }
}
