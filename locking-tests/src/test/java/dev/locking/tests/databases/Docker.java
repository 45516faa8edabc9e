package dev.locking.tests.databases;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** Whether databases run in containers: {@code LOCKING_TEST_DOCKER}, by default {@code auto}. */
enum Docker {
    /** In a container where a Docker engine answers and the image can be had, else from binaries. Never hangs. */
    AUTO {
        @Override
        Server start(Product product) throws Exception {
            if (!Engine.ANSWERS) {
                return product.fromBinaries();
            }
            try {
                return product.inContainer(Engine.pulled(product.image()));
            } catch (Exception e) {
                Databases.say("no container of " + product.image() + ", trying binaries: " + e);
                return product.fromBinaries();
            }
        }
    },

    /** From binaries. */
    NEVER {
        @Override
        Server start(Product product) throws Exception {
            return product.fromBinaries();
        }
    },

    /** In a container, or the tests fail. */
    ALWAYS {
        @Override
        Server start(Product product) throws Exception {
            return product.inContainer(Engine.pulled(product.image()));
        }
    };

    /** @throws IllegalArgumentException if the setting is none of the three */
    static Docker configured() {
        return valueOf(Setting.valueOf("locking.test.docker", "auto").toUpperCase(Locale.ROOT));
    }

    abstract Server start(Product product) throws Exception;

    /** The engine, asked once per JVM. */
    private static final class Engine {

        static final boolean ANSWERS = isLikely() && answersInTime();

        /**
         * Without a sign of an engine Testcontainers is not even asked: it would look for seconds, and longer than that
         * where it takes itself to be in a container.
         */
        private static boolean isLikely() {
            return System.getenv("DOCKER_HOST") != null
                    || Stream.of("/var/run/docker.sock", System.getProperty("user.home") + "/.docker/run/docker.sock")
                            .anyMatch(socket -> Files.exists(Path.of(socket)));
        }

        private static boolean answersInTime() {
            FutureTask<Boolean> answer = new FutureTask<>(DockerClientFactory.instance()::isDockerAvailable);
            Thread asking = new Thread(answer, "is Docker there");
            asking.setDaemon(true);
            asking.start();
            try {
                return answer.get(1, TimeUnit.MINUTES);
            } catch (Exception e) {
                Databases.say("Docker does not answer: " + e);
                return false;
            }
        }

        /** Tries once; Testcontainers would try for two minutes, again and again, to pull an image that is not there. */
        static String pulled(String image) throws InterruptedException, TimeoutException {
            DockerClient client = DockerClientFactory.instance().client();
            DockerImageName name = ImageNameSubstitutor.instance().apply(DockerImageName.parse(image));
            try {
                client.inspectImageCmd(name.asCanonicalNameString()).exec();
            } catch (NotFoundException notYetPulled) {
                pull(client, name.asCanonicalNameString());
            }
            return image;
        }

        private static void pull(DockerClient client, String image) throws InterruptedException, TimeoutException {
            PullImageResultCallback pulling = client.pullImageCmd(image).exec(new PullImageResultCallback());
            if (!pulling.awaitCompletion(5, TimeUnit.MINUTES)) {
                throw new TimeoutException("pulling " + image + " takes more than 5 minutes");
            }
        }
    }
}
