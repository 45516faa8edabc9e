package dev.locking.examples.wallet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The results as one HTML file that needs nothing else. */
final class ResultPage {

    private final Circumstances circumstances;
    private final List<Figures> figures;

    ResultPage(Circumstances circumstances, List<Figures> figures) {
        this.circumstances = circumstances;
        this.figures = figures;
    }

    /** Writes the page where it is wanted, or else to a temporary file, and returns the place. */
    Path write(Path wanted) throws IOException {
        Path page = wanted.toAbsolutePath().normalize();
        String html = html();
        try {
            Files.createDirectories(Objects.requireNonNull(page.getParent(), "a file has a directory"));
            return Files.writeString(page, html);
        } catch (IOException e) {
            return Files.writeString(Files.createTempFile("wallet", ".html"), html);
        }
    }

    private String html() throws IOException {
        return template()
                .replace("{{machine}}", escaped(circumstances.machine()))
                .replace("{{software}}", escaped(circumstances.software()))
                .replace("{{load}}", escaped(circumstances.load()))
                .replace("{{limit}}", escaped(circumstances.limit()))
                .replace("{{charts}}", Measure.ALL.stream().map(this::chart).collect(Collectors.joining()))
                .replace("{{columns}}", columns())
                .replace("{{rows}}", rows());
    }

    private static String template() throws IOException {
        try (InputStream page = ResultPage.class.getResourceAsStream("page.html")) {
            return new String(Objects.requireNonNull(page, "page.html").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String chart(Measure measure) {
        double longest = figures.stream().mapToDouble(measure::of).max().orElse(0);
        return "<figure>\n<figcaption>" + measure.title() + " <small>" + measure.better() + "</small></figcaption>\n"
                + IntStream.range(0, figures.size())
                        .mapToObj(index -> bar(index, measure, longest))
                        .collect(Collectors.joining())
                + "</figure>\n";
    }

    private String bar(int index, Measure measure, double longest) {
        Figures ofStrategy = figures.get(index);
        double share = longest == 0 ? 0 : measure.of(ofStrategy) / longest * 100;
        return String.format(
                Locale.ROOT,
                "<div class=\"bar s%d\"><span>%s</span><i><b style=\"width:%.1f%%\"></b></i><span>%s</span></div>%n",
                index,
                escaped(ofStrategy.strategy()),
                share,
                measure.text(ofStrategy));
    }

    private String columns() {
        return Measure.ALL.stream()
                .map(measure -> "<th>" + measure.title() + "</th>")
                .collect(Collectors.joining());
    }

    private String rows() {
        return IntStream.range(0, figures.size()).mapToObj(this::row).collect(Collectors.joining());
    }

    private String row(int index) {
        Figures ofStrategy = figures.get(index);
        return "<tr class=\"s" + index + "\"><th>" + escaped(ofStrategy.strategy()) + "</th>"
                + Measure.ALL.stream()
                        .map(measure -> "<td>" + measure.text(ofStrategy) + "</td>")
                        .collect(Collectors.joining())
                + "<td>" + ofStrategy.audit() + "</td></tr>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
