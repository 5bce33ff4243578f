package org.radhub.report.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PatientNameTest {
    private static void isWritten(String personName, String first, String... others) {
        assertThat(PatientName.of(personName)).contains(new PatientName(first, List.of(others)));
    }

    @Test
    void chinese_names_come_first_and_in_one_piece() {
        isWritten("Zhang^Wei=张^伟", "张伟", "Zhang, Wei");
        isWritten("Yang^Mo=𠮷^䶮", "𠮷䶮", "Yang, Mo");
        isWritten("张^伟", "张伟");
        isWritten("=王^小东", "王小东");
    }

    @Test
    void every_component_group_that_says_something_else_is_shown() {
        isWritten("Yamada^Tarou=山田^太郎=やまだ^たろう", "山田太郎", "Yamada, Tarou", "やまだ たろう");
        isWritten("Hong^Gildong=洪^吉洞=홍^길동", "洪吉洞", "Hong, Gildong", "홍 길동");
        isWritten("张伟=张伟", "张伟");
    }

    @Test
    void letters_tell_the_family_name_by_a_comma() {
        isWritten("Adams^John Robert Quincy^^Rev.^B.A. M.Div.", "Rev. Adams, John Robert Quincy B.A. M.Div.");
        isWritten("Buc^Jérôme", "Buc, Jérôme");
        isWritten("ANONYMOUS", "ANONYMOUS");
        isWritten("Люкceмбypг^Иван", "Люкceмбypг Иван");
    }

    @Test
    void names_without_a_letter_are_no_names() {
        assertThat(PatientName.of("")).isEmpty();
        assertThat(PatientName.of("^^^=^")).isEmpty();
        assertThat(PatientName.of("==")).isEmpty();
    }
}
