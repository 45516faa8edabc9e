package dev.locking.examples.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium of the system, with cookies and storage of its own. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;
    private final Path screenshots;

    private Browser(ChromeDriver driver, Path screenshots) {
        this.driver = driver;
        this.screenshots = screenshots;
    }

    /** Skips the test if there is none. */
    static Browser start(Path screenshots) {
        try {
            Files.createDirectories(screenshots);
            return new Browser(new ChromeDriver(service(), options()), screenshots);
        } catch (IOException | WebDriverException | IllegalStateException e) {
            throw Requirement.notMet("Chromium", e);
        }
    }

    /** The system's, so that nothing is looked for in the network. */
    private static ChromeDriverService service() throws IOException {
        for (Path program : List.of(CHROMIUM, DRIVER)) {
            if (!Files.isExecutable(program)) {
                throw new IOException("there is no " + program);
            }
        }
        return new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .withEnvironment(Map.of("SE_OFFLINE", "true", "SE_AVOID_STATS", "true"))
                .withSilent(true)
                .build();
    }

    private static ChromeOptions options() {
        return new ChromeOptions()
                .setBinary(CHROMIUM.toFile())
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--force-prefers-reduced-motion",
                        "--lang=en");
    }

    void open(String address) {
        driver.get(address);
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** The first that is shown, as soon as there is one. */
    WebElement find(String selector) {
        waiting("no " + selector).until(any -> isShown(selector));
        return driver.findElements(By.cssSelector(selector)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElseThrow();
    }

    /** At one moment, since the page may change at any. */
    boolean isShown(String selector) {
        return run("return [...document.querySelectorAll(arguments[0])].some(it => it.checkVisibility())", selector)
                .equals(true);
    }

    /** At one moment. */
    List<String> texts(String selector) {
        List<?> texts =
                (List<?>) run("return [...document.querySelectorAll(arguments[0])].map(it => it.innerText)", selector);
        return texts.stream().map(String::valueOf).toList();
    }

    String text(String selector) {
        return find(selector).getText();
    }

    String value(String selector) {
        return String.valueOf(find(selector).getDomProperty("value"));
    }

    /** Again, if the page has replaced it meanwhile. */
    void click(String selector) {
        waiting(selector + " cannot be clicked").until(any -> {
            find(selector).click();
            return true;
        });
    }

    void fill(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    void press(CharSequence... keys) {
        focused().sendKeys(keys);
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** By the keyboard alone. */
    void tabTo(String selector) {
        for (int i = 0; i < 100; i++) {
            if (focused().equals(driver.findElement(By.cssSelector(selector)))) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("the keyboard does not get to " + selector);
    }

    void until(String text, String selector) {
        waiting(selector + " does not say: " + text)
                .until(any -> texts(selector).stream().anyMatch(found -> found.contains(text)));
    }

    void untilGone(String selector) {
        waiting(selector + " is still there").until(any -> !isShown(selector));
    }

    private WebDriverWait waiting(String failure) {
        WebDriverWait waiting = new WebDriverWait(driver, PATIENCE);
        waiting.withMessage(failure).ignoring(StaleElementReferenceException.class);
        return waiting;
    }

    Object run(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    Object runLater(String script) {
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return Objects.requireNonNullElse(driver.executeAsyncScript(script), "");
    }

    void acceptQuestion() {
        driver.switchTo().alert().accept();
    }

    /** Of the whole page; for people to look at. */
    void screenshot(String name) throws IOException {
        Object height = run("return document.documentElement.scrollHeight");
        Object width = run("return window.innerWidth");
        int before = ((Number) run("return window.innerHeight")).intValue();
        size(((Number) width).intValue(), ((Number) height).intValue());
        Files.write(screenshots.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        size(((Number) width).intValue(), before);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
