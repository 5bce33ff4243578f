package org.radhub.viewer.ohif;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The viewer's page, the same at each of its addresses: {@code /viewer/viewer?StudyInstanceUIDs=<uid>[,<uid>]&token=<viewing token>} shows
 * studies. The page is the same for all and holds nothing of a patient; the token opens what it loads.
 */
@RestController
class WebViewerPage {
    private static final MediaType JAVASCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);

    private final Resource page = new ClassPathResource("web-viewer/index.html");
    private final MessageSource messages;
    private final JsonMapper json;
    private final String settings;

    WebViewerPage(MessageSource messages, JsonMapper json) throws IOException {
        this.messages = messages;
        this.json = json;
        this.settings = new ClassPathResource("web-viewer-settings.js").getContentAsString(StandardCharsets.UTF_8);
    }

    @GetMapping({"/viewer", "/viewer/", "/viewer/viewer", "/viewer/viewer/{source}"})
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(page);
    }

    @GetMapping("/viewer/app-config.js")
    ResponseEntity<String> settings(Locale locale) {
        var said = Map.of(
                "language",
                locale.getLanguage().equals("zh") ? "zh" : "en-US",
                "ended",
                messages.getMessage("viewer.ended", null, locale));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(JAVASCRIPT)
                .body("window.radhub = " + json.writeValueAsString(said) + ";\n" + settings);
    }
}
