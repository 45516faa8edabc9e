package dev.locking.retry.weaving;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import dev.locking.retry.weaving.samples.Traced;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real debugger on a woven class in another JVM. */
class DebuggerTest {

    private static final int LINE_OF_THE_DEPOSIT = 15;

    @TempDir
    Path wovenClasses;

    @Test
    @Timeout(60)
    void breakpointsAndLocalVariablesSurvive() throws Exception {
        writeWoven(Traced.class);
        VirtualMachine machine = launch(Traced.class);
        try {
            StackFrame frame = runToBreakpoint(machine);

            assertThat(frame.location().method().name()).isEqualTo("deposit$attempt");
            assertThat(frame.thisObject().referenceType().name()).isEqualTo(Traced.class.getName());
            assertThat(frame.getValue(frame.visibleVariableByName("amount"))).hasToString("50");
            assertThat(frame.getValue(frame.visibleVariableByName("balance"))).hasToString("100");
        } finally {
            machine.exit(0);
        }
    }

    private void writeWoven(Class<?> sample) throws Exception {
        String name = sample.getName();
        Path file = wovenClasses.resolve(name.replace('.', File.separatorChar) + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, WovenSamples.woven(name, WovenSamples.original(name)));
    }

    private VirtualMachine launch(Class<?> main) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        set(arguments, "main", main.getName());
        set(
                arguments,
                "options",
                "-cp \"" + wovenClasses + File.pathSeparator + System.getProperty("java.class.path") + "\"");
        return connector.launch(arguments);
    }

    private static void set(Map<String, Connector.Argument> arguments, String name, String value) {
        requireNonNull(arguments.get(name), name).setValue(value);
    }

    private static StackFrame runToBreakpoint(VirtualMachine machine) throws Exception {
        ClassPrepareRequest prepared = machine.eventRequestManager().createClassPrepareRequest();
        prepared.addClassFilter(Traced.class.getName());
        prepared.enable();
        while (true) {
            EventSet events = machine.eventQueue().remove();
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent loaded) {
                    setBreakpoint(machine, loaded.referenceType());
                } else if (event instanceof BreakpointEvent hit) {
                    return hit.thread().frame(0);
                }
            }
            events.resume();
        }
    }

    private static void setBreakpoint(VirtualMachine machine, ReferenceType type) throws AbsentInformationException {
        type.locationsOfLine(LINE_OF_THE_DEPOSIT)
                .forEach(location -> machine.eventRequestManager()
                        .createBreakpointRequest(location)
                        .enable());
    }
}
