package dev.locking.examples.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Something to look at in a catalog that is empty. */
@Component
@ConditionalOnBooleanProperty(name = "catalog.demo", matchIfMissing = true)
class DemoProducts implements ApplicationRunner {

    private static final Editor EDITOR = new Editor("the shop");

    private final Catalog catalog;
    private final Products products;

    DemoProducts(Catalog catalog, Products products) {
        this.catalog = catalog;
        this.products = products;
    }

    private record Demo(String code, ProductContent content) {}

    private static final List<Demo> DEMOS = List.of(
            new Demo(
                    "KETTLE-1L",
                    new ProductContent(
                            "Gooseneck kettle",
                            "Pours as slowly as you like. One litre, brushed steel, for induction and gas.",
                            new BigDecimal("64.00"),
                            38,
                            true,
                            new TreeSet<>(Set.of("coffee", "kitchen")))),
            new Demo(
                    "MUG-STONE",
                    new ProductContent(
                            "Stoneware mug",
                            "Thrown by hand, so no two are alike. Holds 320 ml, stands the dishwasher.",
                            new BigDecimal("18.50"),
                            214,
                            true,
                            new TreeSet<>(Set.of("coffee", "ceramics")))),
            new Demo(
                    "GRINDER-HAND",
                    new ProductContent(
                            "Hand grinder",
                            "Forty clicks from espresso to French press, and no noise in the morning.",
                            new BigDecimal("119.00"),
                            12,
                            true,
                            new TreeSet<>(Set.of("coffee", "new")))),
            new Demo(
                    "TEA-SENCHA",
                    new ProductContent(
                            "Sencha, 100 g",
                            "First flush from Shizuoka. Brew at 70 °C, for one minute.",
                            new BigDecimal("14.90"),
                            96,
                            true,
                            new TreeSet<>(Set.of("tea")))),
            new Demo(
                    "TRAY-OAK",
                    new ProductContent(
                            "Oak tray",
                            "Oiled European oak with handles that are cut, not screwed.",
                            new BigDecimal("42.00"),
                            0,
                            false,
                            new TreeSet<>(Set.of("kitchen", "wood")))),
            new Demo(
                    "CLOTH-LINEN",
                    new ProductContent(
                            "Linen cloth",
                            "Dries glasses without a trace. Softer with every wash.",
                            new BigDecimal("11.00"),
                            160,
                            true,
                            new TreeSet<>(Set.of("kitchen")))));

    @Override
    public void run(ApplicationArguments arguments) {
        if (products.count() == 0) {
            DEMOS.forEach(demo -> catalog.create(demo.code, demo.content, EDITOR));
        }
    }
}
