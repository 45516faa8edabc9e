package dev.locking.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.spring.LockingAutoConfiguration;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.time.Duration;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.servlet.DispatcherServlet;

/** Where there is anything to do, and what is refused. */
class WebStartUpTest {

    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(LockingAutoConfiguration.class, LockingWebAutoConfiguration.class));

    private final ApplicationContextRunner noWeb = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(LockingAutoConfiguration.class, LockingWebAutoConfiguration.class));

    @Test
    void aWebApplicationHasProblems() {
        web.run(context -> assertThat(context).hasNotFailed().hasSingleBean(WebConfigurer.class));
    }

    @Test
    void anApplicationThatIsNotOfTheWebIsLeftAlone() {
        noWeb.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebConfigurer.class));
        noWeb.withClassLoader(new FilteredClassLoader("org.springframework.web", "jakarta.servlet"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebConfigurer.class));
    }

    @Test
    void whatIsMissingOnTheClassPathTurnsItOff() {
        for (Class<?> missing : new Class<?>[] {
            DispatcherServlet.class, Servlet.class, SessionFactory.class, TransactionSynchronizationManager.class
        }) {
            noWeb.withClassLoader(new FilteredClassLoader(missing))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebConfigurer.class));
        }
        web.withClassLoader(new FilteredClassLoader(SessionFactory.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebConfigurer.class));
        web.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebConfigurer.class));
    }

    @Test
    void itCanBeTurnedOff() {
        web.withPropertyValues("locking.web.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebConfigurer.class));
    }

    @Test
    void wrongSettingsStopTheStart() {
        web.withPropertyValues("locking.web.retry-after=10ms")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage(
                                "locking.web.retry-after = PT0.01S cannot be sent. Set whole seconds, 1s or more."));
        web.withPropertyValues("locking.web.problem-types=https://example.com/problems")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("End it with a slash"));
    }

    @Test
    void settingsAreRead() {
        web.withPropertyValues("locking.web.retry-after=2m", "locking.web.problem-types=https://example.com/p/")
                .run(context -> assertThat(context.getBean(WebSettings.class))
                        .isEqualTo(new WebSettings(URI.create("https://example.com/p/"), Duration.ofMinutes(2))));
    }
}
