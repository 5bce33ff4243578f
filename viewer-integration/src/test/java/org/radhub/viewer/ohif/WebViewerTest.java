package org.radhub.viewer.ohif;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.viewer.HubTest;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class WebViewerTest extends HubTest {
    private static final Pattern OWN_ADDRESS = Pattern.compile("(?:src|href)=\"(/viewer/[^\"]+)\"");
    private static final Pattern OTHER_HOST = Pattern.compile("(?:src|href)=\"(?:[a-z]+:)?//");

    @ParameterizedTest
    @ValueSource(strings = {"/viewer", "/viewer/", "/viewer/viewer", "/viewer/viewer?StudyInstanceUIDs=1.2.3&token=x"})
    void each_address_of_the_viewer_gives_its_page_and_is_asked_for_anew(String address) throws Exception {
        var answer = get(address);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(text(answer)).contains("id=\"root\"");
    }

    @Test
    void what_the_page_asks_for_is_there_and_comes_from_the_hub_alone() throws Exception {
        var page = text(get("/viewer/viewer"));

        var addresses =
                OWN_ADDRESS.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(addresses).hasSize(3);
        for (var address : addresses) {
            assertThat(get(address).statusCode()).as(address).isEqualTo(200);
        }
        assertThat(OTHER_HOST.matcher(page).find()).isFalse();
    }

    @Test
    void files_of_the_viewer_are_kept_for_ever_and_travel_compressed() throws Exception {
        var address = entry();

        var compressed = get(address, "Accept-Encoding", "gzip");
        var plain = get(address);

        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(compressed.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Accept-Encoding"));
        assertThat(compressed.headers().firstValue("Cache-Control")).hasValue("max-age=31536000, public, immutable");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .isEqualTo(plain.body());
    }

    @Test
    void codecs_are_served_as_what_they_are() throws Exception {
        var codecs = new PathMatchingResourcePatternResolver().getResources("classpath:web-viewer/made/*/*.wasm");
        assertThat(codecs).isNotEmpty();
        var address = entry().replaceAll("[^/]+$", codecs[0].getFilename());

        var answer = get(address);

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/wasm");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void the_viewer_may_load_nothing_from_another_host_and_tells_no_other_page_its_address() throws Exception {
        for (var address : new String[] {"/viewer/viewer", entry(), "/viewer/app-config.js"}) {
            var headers = get(address).headers();

            assertThat(headers.firstValue("Content-Security-Policy"))
                    .as(address)
                    .hasValueSatisfying(policy ->
                            assertThat(policy).startsWith("default-src 'none'").doesNotContain("http", "*"));
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        }
    }

    @Test
    void the_settings_speak_the_language_of_whoever_asks_and_name_no_other_host() throws Exception {
        var chinese = get("/viewer/app-config.js", "Accept-Language", "zh-CN");
        var english = get("/viewer/app-config.js", "Accept-Language", "en");

        assertThat(chinese.headers().firstValue("Content-Type")).hasValue("text/javascript;charset=UTF-8");
        assertThat(chinese.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(text(chinese)).startsWith("window.radhub = {").contains("\"zh\"", "本次阅片已超时结束");
        assertThat(text(english)).contains("\"en-US\"", "This view has ended").doesNotContain("http://", "https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/viewer/made/none.js",
                "/viewer/made/../../application.properties",
                "/viewer/made/%2e%2e/%2e%2e/messages/viewer.properties",
                "/viewer/index.html"
            })
    void nothing_but_the_viewer_is_served(String address) throws Exception {
        assertThat(get(address).statusCode()).isIn(400, 404);
    }

    @Test
    void the_licence_of_the_bundled_viewer_is_in_the_build() throws IOException {
        var licence = getClass().getClassLoader().getResourceAsStream("web-viewer/LICENSE");

        assertThat(new String(licence.readAllBytes(), StandardCharsets.UTF_8))
                .contains("Open Health Imaging Foundation");
    }

    private String entry() throws Exception {
        var script = Pattern.compile("src=\"(/viewer/made/[^\"]+)\"").matcher(text(get("/viewer/viewer")));
        assertThat(script.find()).isTrue();
        return script.group(1);
    }
}
