package dev.locking.examples.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.examples.catalog.Api.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.openqa.selenium.Keys;

/** Two people at the page, each with a browser. Screenshots are in {@code target/screenshots}. */
@TestInstance(Lifecycle.PER_CLASS)
class PageTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final AtomicInteger CODES = new AtomicInteger();

    private static final String CUT_OFF =
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private CatalogServer server;
    private Api api;
    private Browser ann;
    private Browser ben;
    private String code;
    private String row;

    @BeforeAll
    void start() {
        ann = Browser.start(SCREENSHOTS);
        ben = Browser.start(SCREENSHOTS);
        server = CatalogServer.start("catalog.demo=true");
        api = server.api();
    }

    @AfterAll
    void stop() {
        for (AutoCloseable started : new AutoCloseable[] {ann, ben, server}) {
            if (started != null) {
                close(started);
            }
        }
    }

    private static void close(AutoCloseable started) {
        try {
            started.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void bothLookAtTheSameList() {
        code = "MUG-" + CODES.incrementAndGet();
        row = "[data-key='open-" + code + "']";
        Answer created = api.as("Zoe").post("", """
                        {"code": "%s", "name": "Enamel mug %s", "price": 18.50, "stock": 200, "published": true,
                         "description": "Chips only if you drop it.", "tags": ["coffee", "camping"]}""".formatted(code, code));
        assertThat(created.status()).isEqualTo(201);
        for (Browser browser : new Browser[] {ann, ben}) {
            browser.size(1280, 900);
            browser.open(server.address() + "/?user=" + (browser == ann ? "Ann" : "Ben"));
            browser.find(row);
        }
    }

    private static void edit(Browser browser, String row) {
        browser.click(row);
        browser.find("#form");
    }

    private void bothEdit() {
        edit(ann, row);
        edit(ben, row);
    }

    private static void save(Browser browser) {
        browser.click("#save");
        browser.until("Saved", "#status");
    }

    private Answer saved() {
        return api.get("/" + code);
    }

    @Test
    void aProductIsCreatedListedAndEdited() {
        ann.click("#new");
        ann.fill("#code", code + "-NEW");
        ann.fill("#name", "Thermos");
        ann.fill("#price", "29,90");
        ann.fill("#stock", "7");
        ann.fill("#tags", "new, camping");
        save(ann);

        ben.until("Thermos", "#rows .name");
        Answer created = api.get("/" + code + "-NEW");
        assertThat(created.at("/price").decimalValue()).isEqualByComparingTo("29.9");
        assertThat(created.at("/tags").toString()).isEqualTo("[\"camping\",\"new\"]");
        assertThat(created.at("/metadata/modifiedBy").asString()).isEqualTo("Ann");
        assertThat(created.version()).isEqualTo(1);

        ann.fill("#stock", "8");
        save(ann);

        assertThat(api.get("/" + code + "-NEW").at("/stock").asInt()).isEqualTo(8);
    }

    @Test
    void theSecondIsToldWhoChangedWhatAndWhenAndKeepsTheInput() throws IOException {
        bothEdit();
        ben.fill("#price", "21");
        ben.fill("#stock", "150");
        save(ben);
        ann.fill("#price", "19.90");
        ann.fill("#description", "Chips only if you throw it.");

        ann.click("#save");

        assertThat(ann.text("#conflict-title")).isEqualTo("Ben has changed this product while you were editing it");
        assertThat(ann.text("#conflict-lead")).contains("You both have changed price");
        assertThat(ann.text("#conflict .changes")).contains("Ben changed price and stock", "version 2");
        assertThat(ann.find("#conflict .changes time").getDomAttribute("datetime"))
                .isEqualTo(saved().at("/metadata/modifiedAt").asString());
        assertThat(ann.texts("[data-field='price'] .value")).containsExactly("€19.90", "€21.00");
        assertThat(ann.text("[data-field='price'] .was")).isEqualTo("Before: €18.50");
        assertThat(ann.texts("[data-field='stock'] .value")).containsExactly("200", "150");
        assertThat(ann.isShown("[data-field='name']")).isFalse();
        assertThat(ann.value("#price")).isEqualTo("19.90");
        assertThat(ann.value("#description")).isEqualTo("Chips only if you throw it.");
        assertThat(saved().version()).isEqualTo(2);
        ann.screenshot("conflict");
    }

    @Test
    void oneClickMergesWhatDoesNotOverlap() {
        bothEdit();
        ben.fill("#stock", "150");
        save(ben);
        ann.fill("#name", "Enamel cup");
        ann.click("#save");
        ann.until("both changes fit together", "#conflict-lead");

        ann.click("#merge");

        ann.until("Saved Enamel cup, version 3", "#status");
        assertThat(ann.isShown("#conflict")).isFalse();
        assertThat(saved().at("/name").asString()).isEqualTo("Enamel cup");
        assertThat(saved().at("/stock").asInt()).isEqualTo(150);
        assertThat(ann.value("#stock")).isEqualTo("150");
    }

    @Test
    void ofWhatBothHaveChangedOneIsChosen() {
        bothEdit();
        ben.fill("#price", "21");
        save(ben);
        ann.fill("#price", "19.90");
        ann.fill("#stock", "1");
        ann.click("#save");

        ann.click("[data-field='price'] input[value='theirs']");
        ann.click("#merge");

        ann.until("Saved", "#status");
        assertThat(saved().at("/price").decimalValue()).isEqualByComparingTo("21");
        assertThat(saved().at("/stock").asInt()).isEqualTo(1);
    }

    @Test
    void oneClickTakesOver() {
        bothEdit();
        ben.fill("#price", "21");
        ben.fill("#stock", "150");
        save(ben);
        ann.fill("#price", "19.90");
        ann.click("#save");

        ann.click("#keep-mine");

        ann.until("Saved", "#status");
        assertThat(saved().version()).isEqualTo(3);
        assertThat(saved().at("/price").decimalValue()).isEqualByComparingTo("19.9");
        assertThat(saved().at("/stock").asInt()).isEqualTo(200);
    }

    @Test
    void oneClickTakesWhatTheOtherHasSaved() {
        bothEdit();
        ben.fill("#price", "21");
        save(ben);
        ann.fill("#price", "19.90");
        ann.click("#save");

        ann.click("#take-theirs");

        ann.untilGone("#conflict");
        assertThat(ann.value("#price")).isEqualTo("21.00");
        assertThat(saved().version()).isEqualTo(2);
    }

    @Test
    void whoIsFasterASecondTimeIsShownToo() {
        bothEdit();
        ben.fill("#price", "21");
        save(ben);
        ann.fill("#price", "19.90");
        ann.click("#save");
        ann.find("#conflict-title");
        ben.fill("#stock", "150");
        save(ben);

        ann.click("#merge");

        ann.until("Ben changed stock", "#conflict .changes");
        ann.click("#merge");
        ann.until("Saved", "#status");
        assertThat(saved().at("/price").decimalValue()).isEqualByComparingTo("19.9");
        assertThat(saved().at("/stock").asInt()).isEqualTo(150);
        assertThat(saved().version()).isEqualTo(4);
    }

    @Test
    void whatIsTypedAfterTheConflictCounts() {
        bothEdit();
        ben.fill("#price", "21");
        save(ben);
        ann.fill("#price", "19.90");
        ann.click("#save");
        ann.find("#conflict-title");

        ann.fill("#price", "20.50");

        ann.until("€20.50", "[data-field='price'] .value");
        ann.click("#merge");
        ann.until("Saved", "#status");
        assertThat(saved().at("/price").decimalValue()).isEqualByComparingTo("20.5");
    }

    @Test
    void whoStillEditsIsToldBeforeSaving() {
        bothEdit();
        ann.fill("#price", "19.90");
        ben.fill("#stock", "150");
        save(ben);

        ann.until("Ben has saved version 2 meanwhile.", "#notice-text");
        ann.click("#look");

        ann.find("#conflict-title");
        assertThat(ann.texts("[data-field='stock'] .value")).containsExactly("200", "150");
        ann.click("#merge");
        ann.until("Saved", "#status");
        assertThat(saved().at("/stock").asInt()).isEqualTo(150);
        assertThat(saved().at("/price").decimalValue()).isEqualByComparingTo("19.9");
    }

    @Test
    void aProductThatWasDeletedMeanwhileCanBeCreatedAgain() {
        bothEdit();
        ben.click("#delete");
        ben.acceptQuestion();
        ben.until("Deleted", "#status");
        ann.fill("#name", "Enamel cup");
        ann.click("#save");

        assertThat(ann.text("#conflict-title")).isEqualTo("Ben has deleted this product while you were editing it");
        ann.click("#create-again");

        ann.until("Saved Enamel cup, version 1", "#status");
        assertThat(saved().at("/name").asString()).isEqualTo("Enamel cup");
    }

    @Test
    void figuresMoveWithTheMeters() {
        bothEdit();
        long told = Long.parseLong(ben.text("#told"));
        ben.fill("#price", "21");
        save(ben);
        ann.fill("#price", "19.90");
        ann.click("#save");

        ben.until(String.valueOf(told + 1), "#told");
    }

    @Test
    void mistakesAreNamedAtTheirFieldsAndTheFirstHasTheFocus() {
        edit(ann, row);
        ann.fill("#price", "much");
        ann.fill("#stock", "-1");

        ann.click("#save");

        assertThat(ann.text("#price-error")).isNotEmpty();
        assertThat(ann.text("#stock-error")).isNotEmpty();
        assertThat(ann.focused()).isEqualTo(ann.find("#price"));
        assertThat(ann.focused().getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(saved().version()).isEqualTo(1);
    }

    @Test
    void allOfItWorksByTheKeyboard() {
        edit(ben, row);
        ann.tabTo(row);
        ann.press(Keys.ENTER);
        ann.find("#form");
        ben.fill("#price", "21");
        save(ben);
        ann.tabTo("#price");
        ann.press(Keys.chord(Keys.CONTROL, "a"), "19.90", Keys.ENTER);

        ann.find("#conflict-title");
        assertThat(ann.focused()).isEqualTo(ann.find("#conflict-title"));
        ann.tabTo("[data-field='price'] input[value='yours']");
        ann.press(Keys.ARROW_RIGHT);
        ann.tabTo("#merge");
        ann.press(Keys.ENTER);

        ann.until("Saved", "#status");
        assertThat(saved().version()).isEqualTo(3);
        assertThat(saved().at("/price").decimalValue()).isEqualByComparingTo("21");
        ann.press(Keys.ESCAPE);
        ann.untilGone("#form");
        assertThat(ann.focused()).isEqualTo(ann.find(row));
    }

    @Test
    void theConflictIsAnnouncedAndItsPartsHaveNames() {
        bothEdit();
        ben.fill("#price", "21");
        save(ben);
        ann.fill("#price", "19.90");
        ann.click("#save");

        assertThat(ann.find("#conflict [role='alert']").getText())
                .contains("Ben has changed this product", "You both have changed price");
        assertThat(ann.find("#conflict").getAriaRole()).isEqualTo("region");
        assertThat(ann.find("[data-field='price']").getAccessibleName()).isEqualTo("Price changed by both of you");
        assertThat(ann.find("[data-field='price'] input[value='theirs']").getAccessibleName())
                .isEqualTo("Ben’s €21.00");
        assertThat(ann.run("return document.getElementById('status').ariaLive")).isEqualTo("polite");
    }

    @Test
    void noRuleOfAccessibilityIsBroken() throws IOException {
        assertNoViolations(ann);
        bothEdit();
        ben.fill("#price", "21");
        save(ben);
        assertNoViolations(ben);
        ann.fill("#price", "19.90");
        ann.click("#save");
        ann.find("#conflict-title");

        assertNoViolations(ann);
        ann.size(320, 640);
        assertNoViolations(ann);
    }

    private static void assertNoViolations(Browser browser) throws IOException {
        try (InputStream script = requireNonNull(PageTest.class.getResourceAsStream("/axe.min.js"))) {
            browser.run(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        Object violations = browser.runLater("""
                const done = arguments[arguments.length - 1];
                axe.run().then(result => done(result.violations.map(violation =>
                    violation.id + ': ' + violation.nodes.map(node => node.target.join(' ')).join(', ')).join('; ')));""");
        assertThat(violations).isEqualTo("");
    }

    @Test
    void nothingIsCutOffInASmallWindow() throws IOException {
        bothEdit();
        ben.fill(
                "#name",
                "Enamel mug with a name that is longer than any window is wide, and words like Donaudampfschifffahrt");
        save(ben);
        ann.size(320, 640);
        ann.fill("#name", "Mug");
        ann.screenshot("small-form");

        ann.click("#save");
        ann.find("#conflict-title");

        assertThat(ann.run(CUT_OFF)).isEqualTo(0L);
        ann.screenshot("small-conflict");
        ann.click("#merge");
        ann.until("Saved", "#status");
        ann.click("#close");
        ann.find(row);
        assertThat(ann.run(CUT_OFF)).isEqualTo(0L);
        ann.screenshot("small-list");
    }

    @Test
    void namesAreTextsAndNeverMarkup() {
        String attack = "<img src=x onerror=document.title='broken'>";
        api.as("%3Cb%3EEve%3C/b%3E").merge("/" + code, "{\"name\": \"" + attack + "\"}");

        ann.until(attack, "#rows .name");
        ann.until("<b>Eve</b>, ", "#rows .sub");

        assertThat(ann.run("return document.title")).isEqualTo("Catalog");
    }

    @Test
    void productsSwapPlaces() {
        String upper = "[data-key='up-" + code + "']";
        int before = ann.texts("#rows .name").indexOf("Enamel mug " + code);

        ann.click(upper);

        ann.until("Moved Enamel mug " + code + " up", "#status");
        assertThat(ann.texts("#rows .name").indexOf("Enamel mug " + code)).isEqualTo(before - 1);
        assertThat(ann.focused()).isEqualTo(ann.find(upper));
    }
}
