package dev.locking.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes each result as it comes, so that a run that is broken off leaves what it has. */
final class ResultCsv implements AutoCloseable {

    private final PrintWriter lines;

    ResultCsv(Path file) throws IOException {
        lines = new PrintWriter(Files.newBufferedWriter(file));
        write(Result.CSV_HEADER);
    }

    void add(Result result) {
        write(result.csvLine());
    }

    private void write(String line) {
        lines.print(line + "\n");
        lines.flush();
    }

    @Override
    public void close() throws IOException {
        lines.close();
        if (lines.checkError()) {
            throw new IOException("The results could not be written completely.");
        }
    }
}
