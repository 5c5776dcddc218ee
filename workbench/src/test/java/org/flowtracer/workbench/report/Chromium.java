package org.flowtracer.workbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, driven by its DevTools protocol: real mouse moves and key presses. Its profile is a folder of its own
 * and no {@code @TempDir}: helpers of the browser write into it for a moment after the browser has ended, and JUnit fails a test whose
 * folder it cannot remove.
 */
final class Chromium implements AutoCloseable {
    private static final long SECONDS_MAX = 60;
    private static final long SECONDS_TO_END = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> messages;
    private final List<JsonNode> failures = new ArrayList<>();
    private int lastId;

    private Chromium(Process process, Path profile, WebSocket socket, BlockingQueue<JsonNode> messages) {
        this.process = process;
        this.profile = profile;
        this.socket = socket;
        this.messages = messages;
    }

    /** Where the browser is installed, if it is. */
    static Optional<Path> executable() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page and waits until it is complete. */
    static Chromium open(Path executable, Path page) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("chromium");
        Path log = profile.resolve("log.txt");
        ProcessBuilder command = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1300,900",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // What it would leave in the system's folder for temporary files goes with the profile.
        command.environment().put("TMPDIR", profile.toString());
        Process process = command.start();
        try {
            BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(pageAddress(profile)), new Collector(messages))
                    .join();
            Chromium browser = new Chromium(process, profile, socket, messages);
            browser.call("Runtime.enable", Map.of());
            String isThere = "location.protocol === 'file:' && document.readyState === 'complete'";
            while (!browser.evaluate(isThere).asBoolean()) {
                Thread.sleep(20);
            }
            return browser;
        } catch (IOException | RuntimeException e) {
            String said = Files.readString(log);
            end(process);
            remove(profile);
            throw new IOException("Chromium did not start: " + said, e);
        }
    }

    /** The address of the page's own socket, once the browser has written the port that it chose. */
    private static String pageAddress(Path profile) throws IOException, InterruptedException {
        Path portFile = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (System.nanoTime() < end) {
            if (Files.exists(portFile) && !Files.readString(portFile).isEmpty()) {
                String port = Files.readAllLines(portFile).get(0);
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                        .build();
                String targets = HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                        .body();
                for (JsonNode target : JSON.readTree(targets)) {
                    if (target.get("type").asText().equals("page")) {
                        return target.get("webSocketDebuggerUrl").asText();
                    }
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("no page after " + SECONDS_MAX + " s");
    }

    private static final class Collector implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> messages;
        private final StringBuilder part = new StringBuilder();

        Collector(BlockingQueue<JsonNode> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                try {
                    messages.add(JSON.readTree(part.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                part.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws IOException, InterruptedException {
        ObjectNode request = JSON.createObjectNode().put("id", ++lastId).put("method", method);
        request.set("params", JSON.valueToTree(parameters));
        socket.sendText(request.toString(), true).join();
        while (true) {
            JsonNode message = messages.poll(SECONDS_MAX, TimeUnit.SECONDS);
            if (message == null) {
                throw new IOException("no answer to " + method);
            }
            if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
                failures.add(message);
            }
            if (message.path("id").asInt() == lastId) {
                if (message.has("error")) {
                    throw new IOException(method + ": " + message.get("error"));
                }
                return message.get("result");
            }
        }
    }

    /** What an expression of the page's script gives. */
    JsonNode evaluate(String expression) throws IOException, InterruptedException {
        JsonNode result = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IOException(result.toString());
        }
        return result.get("result").path("value");
    }

    /** Scrolls an element into view and moves the mouse over its middle. */
    void pointAt(String selector) throws IOException, InterruptedException {
        mouse(selector, "mouseMoved", 0);
    }

    void click(String selector) throws IOException, InterruptedException {
        mouse(selector, "mousePressed", 1);
        mouse(selector, "mouseReleased", 1);
    }

    private void mouse(String selector, String kind, int clicks) throws IOException, InterruptedException {
        JsonNode place = evaluate("(() => { const e = document.querySelector('" + selector + "');"
                + "e.scrollIntoView({block: 'center'}); const r = e.getClientRects()[0];"
                + "return [r.left + r.width / 2, r.top + r.height / 2]; })()");
        call(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        kind,
                        "x",
                        place.get(0).asDouble(),
                        "y",
                        place.get(1).asDouble(),
                        "button",
                        clicks > 0 ? "left" : "none",
                        "clickCount",
                        clicks));
    }

    void press(String key) throws IOException, InterruptedException {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    /** What the page's scripts threw and did not catch. */
    List<JsonNode> failures() {
        return List.copyOf(failures);
    }

    void screenshot(Path target) throws IOException, InterruptedException {
        String data = call("Page.captureScreenshot", Map.of()).get("data").asText();
        Files.write(target, Base64.getDecoder().decode(data));
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        end(process);
        remove(profile);
    }

    /** Ends the browser and its helpers, which do not all end with it. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        CompletableFuture<?> ended =
                CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            ended.orTimeout(SECONDS_TO_END, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Removes the profile; a helper that was not to be found may still write, so tries again for a while and then leaves the rest. */
    private static void remove(Path profile) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
        while (Files.exists(profile) && System.nanoTime() < end) {
            List<Path> contents;
            try (Stream<Path> walk = Files.walk(profile)) {
                contents = walk.sorted(Comparator.reverseOrder()).toList();
            } catch (UncheckedIOException e) {
                continue;
            }
            for (Path path : contents) {
                try {
                    Files.deleteIfExists(path);
                } catch (DirectoryNotEmptyException e) {
                    break;
                }
            }
        }
    }
}
