package dev.locking.tests.kit;

import dev.locking.retry.weaving.LockingAgent;
import dev.locking.spi.Woven;
import dev.locking.tests.door.Door;
import dev.locking.tests.door.ProgrammaticDoor;
import dev.locking.tests.door.WovenDoor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Named;

/**
 * The doors that are open in this JVM. The build runs the kit three times, with the same class woven in another way each
 * time, which the system property {@code locking.tests.weaving} names.
 */
public enum Doors {
    BUILD("woven at build time") {
        @Override
        List<Named<Door>> doors() {
            return List.of(wovenDoor(), Named.of("programmatic", new ProgrammaticDoor()));
        }
    },
    AGENT("woven by -javaagent"),
    INSTALL("woven by LockingAgent.install") {
        @Override
        List<Named<Door>> doors() {
            LockingAgent.install(ByteBuddyAgent.install());
            return super.doors();
        }
    };

    private static final List<Named<Door>> OF_THIS_JVM =
            valueOf(System.getProperty("locking.tests.weaving", "BUILD")).doors();

    private final String description;

    Doors(String description) {
        this.description = description;
    }

    public static List<Named<Door>> ofThisJvm() {
        return OF_THIS_JVM;
    }

    List<Named<Door>> doors() {
        return List.of(wovenDoor());
    }

    final Named<Door> wovenDoor() {
        if (isWovenOnDisk() != (this == BUILD)) {
            throw new IllegalStateException("The class file of WovenDoor is not as it must be for a door " + description
                    + ". Build with Maven: it keeps both kinds.");
        }
        boolean woven = Arrays.stream(WovenDoor.class.getDeclaredMethods())
                .anyMatch(method -> method.isAnnotationPresent(Woven.class));
        if (!woven) {
            throw new IllegalStateException("WovenDoor was not " + description);
        }
        return Named.of(description, new WovenDoor());
    }

    /** Reads the file without loading the class. */
    private static boolean isWovenOnDisk() {
        try (InputStream file = Doors.class.getResourceAsStream("/dev/locking/tests/door/WovenDoor.class")) {
            return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .contains(Woven.class.descriptorString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
