package org.radhub.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a study, as its people walk it: through the pages, in a browser, on the packaged hub. */
class FirstLightIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static HubProcess hub;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        Scanner.assumeInstalled();
        assumeTrue(Files.isExecutable(CHROMIUM), "Chromium is not installed: nothing to look with");
        hub = HubProcess.start(folder.resolve("home"), Map.of());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--enable-unsafe-swiftshader")));
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void a_study_goes_from_the_scanner_to_a_signed_report_that_the_county_hospital_acknowledges() throws Exception {
        Scanner.send(hub, "COUNTYA_CT", Scanner.data("ct-series"));
        var id = Eventually.get("the case", LIMIT, FirstLightIT::assignedCase);
        var reader = new HubApi(hub, "coordinator")
                .get("/api/cases/" + id)
                .path("reader")
                .asString();
        assertThat(reader).isIn("reader1", "reader2");

        try (var context = signedIn(reader)) {
            var page = context.pages().get(0);
            page.navigate(hub.address() + "/worklist");
            assertThat(page.locator("#open-" + id)).isVisible();
            shoot(page, "worklist");
            page.locator("#open-" + id).click();
            page.waitForURL(Pattern.compile(".*/cases/" + id + ".*"));
            looksAtTheImages(page, id);
            writesAndSigns(page, id);
        }

        Eventually.holds("the delivery", LIMIT, () -> state(id).equals("delivered"));
        try (var context = signedIn("countya")) {
            var page = context.pages().get(0);
            page.navigate(hub.address() + "/studies");
            shoot(page, "studies");
            page.navigate(hub.address() + "/cases/" + id);
            assertThat(page.locator(".report-text.impression").first()).containsText("头颅平扫未见明显异常");
            page.locator(".case-call button[type=submit]").click();
            Eventually.holds("the acknowledgement", LIMIT, () -> state(id).equals("acknowledged"));
            page.navigate(hub.address() + "/cases/" + id);
            shoot(page, "county-case");
            assertThat(page.locator(".ledger .step-acknowledged")).isVisible();
        }
        assertThat(steps(id))
                .containsSubsequence(
                        "received", "complete", "stored", "assigned", "opened", "signed", "delivered", "acknowledged");
        theOtherPagesOpen();
    }

    private static void looksAtTheImages(Page page, String id) throws IOException {
        var viewer = page.context().newPage();
        viewer.navigate(hub.address() + "/cases/" + id + "/viewer");
        var canvas = viewer.locator("canvas").first();
        canvas.waitFor(new Locator.WaitForOptions()
                .setState(WaitForSelectorState.VISIBLE)
                .setTimeout(120_000));
        Eventually.holds("an image in the viewer", Duration.ofSeconds(120), () -> isAnImage(canvas.screenshot()));
        shoot(viewer, "viewer");
        viewer.close();
    }

    // A head in a CT: a good part of the canvas is bright, a good part is black, and there are many shades.
    private static boolean isAnImage(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            var shades = new boolean[256];
            var bright = 0;
            var black = 0;
            var total = image.getWidth() * image.getHeight();
            for (var y = 0; y < image.getHeight(); y++) {
                for (var x = 0; x < image.getWidth(); x++) {
                    var green = (image.getRGB(x, y) >> 8) & 0xff;
                    shades[green] = true;
                    bright += green > 64 ? 1 : 0;
                    black += green < 16 ? 1 : 0;
                }
            }
            var distinct = 0;
            for (var shade : shades) {
                distinct += shade ? 1 : 0;
            }
            return bright > total / 20 && black > total / 20 && distinct > 100;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writesAndSigns(Page page, String id) {
        page.locator("#findings").fill("脑实质未见异常密度影，脑室系统大小、形态正常，中线结构居中。");
        page.locator("#impression").fill("头颅平扫未见明显异常。");
        var draft = new HubApi(hub, reader(id));
        Eventually.holds("autosave", LIMIT, () -> draft.get("/api/cases/" + id + "/draft")
                .path("impression")
                .asString()
                .contains("未见明显异常"));
        shoot(page, "case");
        page.locator("#sign").click();
        page.locator("#sign-password").fill("radhub-demo");
        shoot(page, "sign");
        page.locator("#sign-dialog button[type=submit]").click();
        Eventually.holds("the signature", LIMIT, () -> steps(id).contains("signed"));
    }

    private static void theOtherPagesOpen() {
        var pages = Map.of("coordinator", "/board", "admin", "/devices", "auditor", "/audit");
        pages.forEach((person, path) -> {
            for (var language : List.of("zh", "en")) {
                try (var context = signedIn(person)) {
                    var page = context.pages().get(0);
                    var answer = page.navigate(hub.address() + path + "?lang=" + language);
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(page.content()).doesNotContain("??");
                    shoot(page, path.substring(1) + "-" + language);
                }
            }
        });
    }

    private static BrowserContext signedIn(String person) {
        var context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(1440, 900).setLocale("zh-CN"));
        var page = context.newPage();
        page.navigate(hub.address() + "/login");
        page.locator("#username").fill(person);
        page.locator("#password").fill("radhub-demo");
        page.locator(".login-form button[type=submit]").click();
        page.waitForURL(Pattern.compile("^(?!.*/login).*$"));
        return context;
    }

    private static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(false));
    }

    private static Optional<String> assignedCase() {
        for (var found : new HubApi(hub, "coordinator").get("/api/cases").path("items")) {
            if (found.path("state").asString().equals("assigned")) {
                return Optional.of(found.path("id").asString());
            }
        }
        return Optional.empty();
    }

    private static String reader(String id) {
        return new HubApi(hub, "coordinator")
                .get("/api/cases/" + id)
                .path("reader")
                .asString();
    }

    private static String state(String id) {
        return new HubApi(hub, "coordinator")
                .get("/api/cases/" + id)
                .path("state")
                .asString();
    }

    private static List<String> steps(String id) {
        var steps = new ArrayList<String>();
        new HubApi(hub, "coordinator")
                .get("/api/cases/" + id)
                .path("ledger")
                .forEach(entry -> steps.add(entry.path("step").asString()));
        return steps;
    }
}
