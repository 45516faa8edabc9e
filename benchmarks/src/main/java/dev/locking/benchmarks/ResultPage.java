package dev.locking.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The medians as one HTML file that needs nothing else. */
final class ResultPage {

    private final Circumstances circumstances;
    private final List<Result> results;

    ResultPage(Circumstances circumstances, List<Result> results) {
        this.circumstances = circumstances;
        this.results = results;
    }

    void write(Path page) throws IOException {
        String sections = Row.bySetting(results).values().stream()
                .map(ResultPage::section)
                .collect(Collectors.joining());
        String facts = circumstances.lines().stream()
                .map(line -> "<p class=\"lead\">" + escaped(line) + "</p>\n")
                .collect(Collectors.joining());
        Files.writeString(page, template().replace("{{facts}}", facts).replace("{{sections}}", sections));
    }

    private static String template() throws IOException {
        try (InputStream page = ResultPage.class.getResourceAsStream("page.html")) {
            return new String(Objects.requireNonNull(page, "page.html").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String section(List<Row> rows) {
        return "<h2>" + escaped(rows.get(0).setting().toString()) + "</h2>\n<div class=\"charts\">\n"
                + chart(rows, Measure.GOODPUT, "more is better")
                + chart(rows, Measure.P99, "less is better")
                + "</div>\n"
                + table(rows);
    }

    private static String chart(List<Row> rows, Measure measure, String better) {
        double longest = rows.stream().mapToDouble(measure::of).max().orElse(0);
        return "<figure>\n<figcaption>" + measure.title() + " <small>" + better + "</small></figcaption>\n"
                + rows.stream().map(row -> bar(row, measure, longest)).collect(Collectors.joining())
                + "</figure>\n";
    }

    private static String bar(Row row, Measure measure, double longest) {
        double share = longest == 0 ? 0 : measure.of(row) / longest * 100;
        return String.format(
                Locale.ROOT,
                "<div class=\"bar%s\"><span>%s</span><i><b style=\"width:%.1f%%\"></b></i><span>%s</span></div>%n",
                row.strategy().startsWith("ours") ? " ours" : "",
                escaped(row.strategy()),
                share,
                measure.text(row));
    }

    private static String table(List<Row> rows) {
        String columns = Measure.ALL.stream()
                .map(measure -> "<th>" + measure.title() + "</th>")
                .collect(Collectors.joining());
        return "<div class=\"table\">\n<table>\n<thead><tr><th>strategy</th>" + columns
                + "<th>sum</th></tr></thead>\n<tbody>\n"
                + rows.stream().map(ResultPage::line).collect(Collectors.joining())
                + "</tbody>\n</table>\n</div>\n";
    }

    private static String line(Row row) {
        return "<tr><th>" + escaped(row.strategy()) + "</th>"
                + Measure.ALL.stream()
                        .map(measure -> "<td>" + measure.text(row) + "</td>")
                        .collect(Collectors.joining())
                + "<td>" + (row.sumOk() ? "ok" : "WRONG") + "</td></tr>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
