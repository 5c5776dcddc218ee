package org.flowtracer.workbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flowtracer.score.UniformScorer;
import org.flowtracer.workbench.analysis.Contraction;
import org.flowtracer.workbench.analysis.TraceDifference;
import org.flowtracer.workbench.analysis.TraceDifferenceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferenceReportTest {
    @TempDir
    Path folder;

    @Test
    void showsCounterpartsAndChanges() throws Exception {
        TraceDifference difference = TraceDifferenceTest.example();
        DifferenceReport report = new DifferenceReport("Two <traces>", difference, List.of(), Map.of("layers", "all"));
        assertEquals(report.html(), report.html());
        Optional<Path> executable = Chromium.executable();
        assumeTrue(executable.isPresent(), "skipped: no chromium on the PATH (Debian: apt-get install chromium)");
        Path page = folder.resolve("report.html");
        report.write(page);
        try (Chromium browser = Chromium.open(executable.get(), page)) {
            assertEquals("Two <traces>", browser.evaluate("document.title").asText());
            assertTrue(browser.evaluate("document.getElementById('summary').textContent")
                    .asText()
                    .startsWith("right answers 03, wrong 09. The prompt of 12 tokens is the same"));
            // Column 12 is the b with which both responses begin.
            browser.pointAt(".side [data-column=\"12\"]");
            assertEquals(
                    2,
                    browser.evaluate("document.querySelectorAll('#sides .here').length")
                            .asInt());
            assertTrue(browser.evaluate("document.getElementById('here').textContent")
                    .asText()
                    .contains("wrong token 12 'b'"));
            assertEquals(
                    difference.alignment().common() - 1,
                    browser.evaluate("document.querySelectorAll('#changes tbody tr').length")
                            .asInt());
            assertEquals(
                    "–",
                    browser.evaluate("document.querySelectorAll('#statements tbody tr')[4].children[3].textContent")
                            .asText());
            browser.evaluate("const s = document.getElementById('scorer'); s.value = 'uniform';"
                    + "s.dispatchEvent(new Event('change'));");
            assertEquals(
                    "0",
                    browser.evaluate("document.querySelector('#changes tbody tr').children[5].textContent")
                            .asText());
            assertEquals(List.of(), browser.failures());
            assertEquals(
                    0,
                    browser.evaluate("performance.getEntriesByType('resource').length")
                            .asInt());
        }
    }

    @Test
    void longStatementsLeaveTheirNumbersInView() throws Exception {
        Optional<Path> executable = Chromium.executable();
        assumeTrue(executable.isPresent(), "skipped: no chromium on the PATH (Debian: apt-get install chromium)");
        String prompt = "what remains of it all\n";
        TraceDifference difference = TraceDifference.of(
                "right",
                TraceDifferenceTest.trace(prompt, "b is a word of ".repeat(12) + ";\n#03\n", 1),
                "wrong",
                TraceDifferenceTest.trace(prompt, "unbroken".repeat(25) + ";\n#09\n", 2),
                List.of(new UniformScorer()),
                Contraction.Pieces.STATEMENTS);
        Path page = folder.resolve("report.html");
        new DifferenceReport("Two", difference, List.of(), Map.of()).write(page);
        try (Chromium browser = Chromium.open(executable.get(), page)) {
            assertTrue(browser.evaluate("document.querySelector('#statements tbody').textContent")
                    .asText()
                    .contains("unbrokenunbroken"));
            assertTrue(browser.evaluate(
                            "(s => s.scrollWidth <= s.clientWidth)(document.querySelector('#statements .scroll'))")
                    .asBoolean());
        }
    }
}
