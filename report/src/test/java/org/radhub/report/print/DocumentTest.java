package org.radhub.report.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.radhub.registry.Refused.Kind.NOT_FOUND;
import static org.radhub.report.testing.Refusals.refused;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.report.Content;
import org.radhub.report.testing.Hub;
import org.springframework.dao.DataAccessException;

class DocumentTest {
    private static Hub hub;

    @BeforeAll
    static void open() {
        hub = Hub.onNewDatabase();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    private static UUID signed() {
        var id = hub.cases().opened("reader1");
        hub.reports().save(id, "reader1", new Content("未见出血。", "正常。", false), OptionalLong.empty());
        hub.reports().sign(id, "reader1", Hub.PASSWORD);
        return id;
    }

    @Test
    void without_a_version_there_is_nothing_to_print() {
        var id = hub.cases().opened("reader1");
        refused(NOT_FOUND, "report.none-yet", () -> hub.reports().pdf(id));
    }

    @Test
    void what_was_printed_once_is_what_is_shown_ever_after() throws IOException {
        var id = signed();
        var first = hub.reports().pdf(id);
        assertThat(Printed.letters(first)).contains("甲县人民医院", "张伟", "未见出血。", "陈怡ChenYi");
        hub.a(Sites.class).put(new Site("COUNTYB", "Renamed", "改名医院", SiteKind.COUNTY, Optional.empty()));
        assertThat(hub.reports().pdf(id)).isEqualTo(first);
        for (var change : new String[] {
            "update report.document set pdf = ''", "delete from report.document", "truncate report.document"
        }) {
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> hub.jdbc().sql(change).update())
                    .withMessageContaining("never changes");
        }
    }

    @Test
    void the_newest_version_is_printed_with_what_it_adds_to_and_the_earlier_one_stays_as_it_was() throws IOException {
        var id = signed();
        var before = hub.reports().pdf(id);
        hub.reports().addendum(id, "senior1", "再阅：同意。", Hub.PASSWORD);
        assertThat(Printed.letters(hub.reports().pdf(id))).containsSubsequence("未见出血。", "补充报告1", "再阅：同意。", "刘红LiuHong");
        assertThat(hub.a(Documents.class).asOf(id, 1))
                .hasValueSatisfying(pdf -> assertThat(pdf).isEqualTo(before));
        assertThat(hub.a(Documents.class).asOf(id, 3)).isEmpty();
    }

    @Test
    void a_preliminary_report_is_printed_until_the_final_one_is_there() throws IOException {
        var id = hub.cases().opened("reader1");
        hub.reports().save(id, "reader1", new Content("印象待定。", "", false), OptionalLong.empty());
        hub.reports().preliminary(id, "reader1");
        assertThat(Printed.letters(hub.reports().pdf(id))).contains("初步报告，非最终报告", "印象待定。");
        hub.reports().save(id, "reader1", new Content("定了。", "出血。", true), OptionalLong.empty());
        hub.reports().sign(id, "reader1", Hub.PASSWORD);
        assertThat(Printed.letters(hub.reports().pdf(id)))
                .contains("最终报告", "危急值", "定了。")
                .doesNotContain("初步", "印象待定。");
    }
}
