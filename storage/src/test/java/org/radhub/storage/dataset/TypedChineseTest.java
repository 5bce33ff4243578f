package org.radhub.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedChineseTest {
    private static final Charset GBK = Charset.forName("GB18030");

    /** Of all ages, of the famous and of the many. */
    private static final List<String> CHINESE = names("""
            张伟 王芳 李娜 刘洋 陈静 杨帆 黄磊 赵敏 周杰 吴强 徐丽 孙浩 胡军 朱琳 高翔 林涛 何洁 郭靖 马超 罗敏
            梁宇 宋佳 郑凯 谢娜 韩雪 唐嫣 冯巩 于谦 董卿 萧红 程潇 曹颖 袁泉 邓超 许晴 傅彪 沈腾 曾志伟 彭于晏 吕良伟
            苏有朋 卢俊义 蒋欣 蔡明 贾玲 丁勇岱 魏晨 薛之谦 叶挺 阎维文 王秀英 张桂兰 李建国 刘淑芬 陈国庆 杨玉梅 赵子涵 周梓萱
            吴雨桐 欧阳娜娜""");

    /** Names as they are in the countries for which the declarations are right. */
    static Stream<Arguments> foreign() {
        return Stream.of(
                Arguments.of("ISO_IR 13", "JIS_X0201", """
                        ｻﾄｳ^ﾊﾅｺ ｽｽﾞｷ^ｲﾁﾛｳ ﾀｶﾊｼ^ﾋﾛｼ ﾀﾅｶ^ﾀﾛｳ ｲﾄｳ^ﾐｻｷ ﾜﾀﾅﾍﾞ^ｹﾝ ﾔﾏﾓﾄ^ﾖｼｺ ﾅｶﾑﾗ^ｱｷﾗ ｺﾊﾞﾔｼ^ﾏｵ ｶﾄｳ^ｼｹﾞﾙ
                        ﾖｼﾀﾞ^ﾕｷ ﾔﾏﾀﾞ^ﾊﾅ ｻｻｷ^ﾀﾞｲｽｹ ﾔﾏｸﾞﾁ^ﾓﾓｴ ﾏﾂﾓﾄ^ｷﾖｼ ｲﾉｳｴ^ｻﾁｺ ｷﾑﾗ^ﾀｸﾔ ﾊﾔｼ^ﾌﾐｺ ｻｲﾄｳ^ﾄﾓｺ ｼﾐｽﾞ^ｹｲｺ
                        ﾔﾏｻﾞｷ^ﾊｼﾞﾒ ﾓﾘ^ｵｳｶﾞｲ ｲｹﾀﾞ^ﾕｳﾄ ﾊｼﾓﾄ^ｶﾝﾅ ｱﾍﾞ^ｼﾝｿﾞｳ ｲｼｶﾜ^ﾘｮｳ ﾔﾏｼﾀ^ﾄﾓﾋｻ ﾅｶｼﾞﾏ^ﾐﾕｷ ｵｶﾞﾜ^ﾏｻﾔ ﾌｼﾞﾀ^ﾆｺﾙ
                        ｲﾜﾀ^ﾀｶﾉﾘ ｲﾜｻｷ^ﾋﾛﾐ ｶﾅｻﾞﾜ^ﾁﾖ ｱﾏﾉ^ﾕｷｺ ﾂｷﾔﾏ^ｼﾝ ﾌﾀﾑﾗ^ﾁﾖｴ ﾐｻﾜ^ｷｴｺ ﾁﾖﾏﾂ^ｸﾐ ｴﾝﾄﾞｳ^ｼｭｳｻｸ ﾔﾏﾓﾄ ﾀﾛｳ"""),
                Arguments.of("\\ISO 2022 IR 149", "EUC-KR", """
                        김^민준 이^서연 박^지훈 최^수빈 정^예은 강^동원 조^인성 윤^아영 장^미란 임^재범 한^지민 오^세훈 서^태지 신^민아
                        권^상우 황^정민 안^성기 송^혜교 류^현진 전^도연 홍^길동 고^현정 문^근영 양^현석 손^흥민 배^용준 백^종원 허^준호
                        유^재석 남^궁민 심^은하 노^무현 하^정우 곽^재용 성^시경 차^인표 주^지훈 우^영우 구^혜선 문^준희 부^주영 김희중"""),
                Arguments.of("ISO_IR 144", "ISO-8859-5", """
                        Иванов^Иван Смирнова^Анна Кузнецов^Дмитрий Попова^Мария Васильев^Сергей Петров^Пётр Соколова^Ольга Михайлов^Олег
                        Новикова^Елена Фёдоров^Алексей Морозов^Егор Волкова^Юлия Алексеев^Илья Лебедева^Яна Семёнов^Лев Егорова^Ия
                        ПАВЛОВ^АНТОН КОЗЛОВА^НИНА СТЕПАНОВ^ЮРИЙ НИКОЛАЕВА^ЗОЯ ОРЛОВ^АНДРЕЙ АНДРЕЕВА^ЛИДИЯ МАКАРОВ^ГЛЕБ НИКИТИНА^ВЕРА
                        ЗАХАРОВ^ИГОРЬ Зайцева^Инна Соловьёв^Яков Борисова^Раиса Яковлев^Фёдор Григорьева^Алла Романов^Роман Воробьёва^Ева
                        Сергеев^Кирилл Кузьмина^Ирина Фролов^Марк Александрова^Лия Дмитриев^Артём Королёва^Наталья Гусев^Степан Цой^Виктор"""),
                Arguments.of("ISO_IR 126", "ISO-8859-7", """
                        Παπαδόπουλος^Γεώργιος Παππά^Μαρία Βασιλείου^Ιωάννης Γεωργίου^Ελένη Δημητρίου^Νίκος Ιωάννου^Άννα Νικολάου^Κώστας
                        Κωνσταντίνου^Σοφία Οικονόμου^Πέτρος Αθανασίου^Ζωή Αντωνίου^Ηλίας Χριστοδούλου^Εύα Μακρής^Πάνος Καραγιάννης^Ίων
                        ΑΛΕΞΙΟΥ^ΧΑΡΙΣ ΡΗΓΑΣ^ΦΩΤΗΣ ΣΑΜΑΡΑΣ^ΑΝΤΩΝΗΣ ΜΗΤΣΟΤΑΚΗΣ^ΚΥΡΙΑΚΟΣ ΤΣΙΠΡΑΣ^ΑΛΕΞΗΣ ΚΑΛΛΑΣ^ΜΑΡΙΑ ΓΟΥΝΑΡΗΣ^ΣΠΥΡΟΣ
                        Σεφέρης^Γιώργος Ελύτης^Οδυσσέας Καβάφης^Κωνσταντίνος Ρίτσος^Γιάννης Θεοδωράκης^Μίκης Χατζιδάκις^Μάνος
                        Μερκούρη^Μελίνα Παπάς^Ειρήνη Βενιζέλος^Ελευθέριος Ζέρβας^Λεωνίδας Δούκας^Ιάσων Λάμπρου^Νίκη Φωκάς^Θάνος Τσάκας^Λία
                        Ξένος^Πάρις Βλάχου^Δήμητρα Αγγέλου^Θεόδωρος Μαυρίδης^Μάρκος Σταύρου^Αθηνά Διονυσιος"""),
                Arguments.of("ISO_IR 127", "ISO-8859-6", """
                        محمد^أحمد علي^حسن فاطمة^الزهراء يوسف^إبراهيم عمر^خالد مريم^سعيد حسين^كريم زينب^محمود عبدالله^سالم نور^الدين ليلى^مراد
                        طارق^زياد سمير^جميل هدى^شعراوي نجيب^محفوظ طه^حسين أمين^الريحاني جبران^خليل غسان^كنفاني محمود^درويش نزار^قباني
                        فيروز^حداد وديع^الصافي صباح^فغالي ماجدة^الرومي كاظم^الساهر راغب^علامة عمرو^دياب أنغام^سليمان سعاد^حسني عادل^إمام
                        فاتن^حمامة رشدي^أباظة شادية^كمال بدر^السياب نازك^الملائكة أدونيس^سعيد إيليا^أبوماضي مي^زيادة قباني^لنزار"""),
                Arguments.of("ISO_IR 138", "ISO-8859-8", """
                        כהן^משה לוי^שרה מזרחי^דוד פרץ^רחל ביטון^יוסף דהן^מרים אברהם^יעקב פרידמן^לאה אזולאי^אברהם מלכה^חנה כץ^יצחק
                        יוסף^אסתר עמר^דניאל אוחיון^רבקה חדד^שמואל גבאי^תמר דיין^משה בןדוד^נועה אדרי^איתי לוין^יעל טל^אורי קליין^מיכל
                        חן^עומר שפירא^נעמי חזן^אלון משה^דינה כרמל^גיל סגל^עדי גולן^איילת רוזן^אבי ברק^אהוד רבין^יצחק פרס^שמעון מאיר^גולדה
                        שרון^אריאל עוז^עמוס גרוסמן^דויד עגנון^שי אלתרמן^נתן רחל^בלובשטיין כרמי^טל ארבל^רון"""),
                Arguments.of("ISO_IR 166", "TIS-620", """
                        สมชาย^ใจดี สมหญิง^รักไทย ประยุทธ์^จันทร์โอชา ทักษิณ^ชินวัตร ยิ่งลักษณ์^ชินวัตร อภิสิทธิ์^เวชชาชีวะ ชวน^หลีกภัย
                        บรรหาร^ศิลปอาชา สมัคร^สุนทรเวช อานันท์^ปันยารชุน เปรม^ติณสูลานนท์ ปรีดี^พนมยงค์ ณเดชน์^คูกิมิยะ อุรัสยา^เสปอร์บันด์
                        พัชราภา^ไชยเชื้อ ธงไชย^แมคอินไตย์ ใหม่^เจริญปุระ บุษบา^ดาวเรือง โทนี่^จา จาพนม^ยีรัมย์ เขมนิจ^จามิกรณ์ มาริโอ้^เมาเร่อ
                        ลลิษา^มโนบาล แบมแบม^กันต์พิมุกต์ บุนนาค^วิภา ศรีสุข^แก้ว แซ่ลิ้ม^อิสระ เตชิต แขนอก วงศ์สีสุก^เถลิง ทองดี^นิชา สุวรรณ^นก
                        แสงทอง^อรุณ พงษ์^มานะ คำแก้ว^มาลี บุญมี^สุดา จันทร์^ดวงใจ ศรี^เพ็ญ กิตติ^ชัย อนันดา^เอเวอริงแฮม วันดี^ปิติ"""));
    }

    static Stream<Arguments> foreignNames() {
        return foreign().flatMap(script -> names((String) script.get()[2]).stream()
                .map(name -> Arguments.of(script.get()[0], script.get()[1], name)));
    }

    private static List<String> names(String list) {
        return Arrays.asList(list.strip().split("\\s+"));
    }

    @ParameterizedTest
    @CsvSource({
        "ISO_IR 13, 56",
        "\\ISO 2022 IR 87, 56",
        "ISO 2022 IR 13\\ISO 2022 IR 87, 56",
        "\\ISO 2022 IR 159, 56",
        "\\ISO 2022 IR 149, 56",
        "ISO_IR 144, 60",
        "ISO_IR 126, 60",
        "ISO_IR 127, 60",
        "ISO_IR 138, 60",
        "ISO_IR 166, 59"
    })
    void chinese_names_that_were_typed_all_the_same_are_recognised_and_flagged(String declared, int recognised) {
        var read = CHINESE.stream()
                .filter(name -> {
                    var encoding = encoding(declared, name.getBytes(GBK));
                    return encoding.decode(name.getBytes(GBK)).equals(name)
                            && encoding.warning().isPresent();
                })
                .toList();

        assertThat(read).hasSizeGreaterThanOrEqualTo(recognised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ISO_IR 13",
                "\\ISO 2022 IR 87",
                "\\ISO 2022 IR 149",
                "ISO_IR 144",
                "ISO_IR 126",
                "ISO_IR 127",
                "ISO_IR 138",
                "ISO_IR 166"
            })
    void the_other_texts_and_groups_of_the_data_set_come_out_with_the_name(String declared) {
        var name = "ZHANG^WEI=张^伟".getBytes(GBK);
        var description = "胸部CT平扫（增强）".getBytes(GBK);
        var physician = "汪^曾祺".getBytes(GBK);
        var encoding = encoding(declared, name, description, physician, "CT12345".getBytes(GBK));

        assertThat(encoding.decode(name)).isEqualTo("ZHANG^WEI=张^伟");
        assertThat(encoding.decode(description)).isEqualTo("胸部CT平扫（增强）");
        assertThat(encoding.decode(physician)).isEqualTo("汪^曾祺");
        assertThat(encoding.warning()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ISO_IR 13",
                "\\ISO 2022 IR 149",
                "ISO_IR 144",
                "ISO_IR 126",
                "ISO_IR 127",
                "ISO_IR 138",
                "ISO_IR 166"
            })
    void a_description_that_is_cut_off_in_a_character_leaves_the_name_chinese(String declared) {
        var name = "张^伟".getBytes(GBK);
        var description = Arrays.copyOf("胸部平扫加增强，腹部平扫加增强".getBytes(GBK), 21);
        var encoding = encoding(declared, name, description);

        assertThat(encoding.decode(name)).isEqualTo("张^伟");
        assertThat(encoding.decode(description)).isEqualTo("胸部平扫加增强，腹部\ufffd");
        assertThat(encoding.warning()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("foreignNames")
    void names_in_the_script_that_was_declared_stay_as_they_are(String declared, String charset, String name) {
        var bytes = name.getBytes(Charset.forName(charset));
        var encoding = encoding(declared, bytes);

        assertThat(encoding.decode(bytes)).isEqualTo(name);
        assertThat(encoding.warning().isPresent())
                .as("Korean without escape sequences is not what was declared")
                .isEqualTo(charset.equals("EUC-KR"));
    }

    @ParameterizedTest
    @MethodSource("kanji")
    void shift_jis_that_is_declared_jis_is_read_and_flagged(String name) {
        var bytes = name.getBytes(Charset.forName("windows-31j"));
        var encoding = encoding("ISO_IR 13", bytes);

        assertThat(encoding.decode(bytes)).isEqualTo(name);
        assertThat(encoding.warning()).isPresent();
    }

    static List<String> kanji() {
        return names("""
                佐藤^花子 鈴木^一郎 高橋^弘 田中^太郎 伊藤^美咲 渡辺^健 山本^良子 中村^明 小林^麻央 加藤^茂 吉田^有紀 山田^花 佐々木^大輔
                山口^百恵 松本^清 井上^幸子 木村^拓哉 林^芙美子 斎藤^智子 清水^恵子 山崎^一 森^鴎外 池田^勇人 橋本^環奈 阿部^慎三 石川^遼
                山下^智久 中島^美雪 小川^雅也 藤田^似子 岩田^孝則 岩崎^宏美 金沢^千代 天野^雪子 月山^信 二村^千代恵 三沢^喜恵子 遠藤^周作
                王^貞治 張本^勲""");
    }

    @ParameterizedTest
    @MethodSource("korean")
    void korean_with_its_escape_sequences_is_not_flagged(String name) {
        var korean = new ByteArrayOutputStream();
        for (var part : name.split("\\^")) {
            korean.writeBytes("\033$)C".getBytes(StandardCharsets.US_ASCII));
            korean.writeBytes((part + "^").getBytes(Charset.forName("EUC-KR")));
        }
        var encoding = encoding("\\ISO 2022 IR 149", korean.toByteArray());

        assertThat(encoding.decode(korean.toByteArray())).isEqualTo(name + "^");
        assertThat(encoding.warning()).isEmpty();
    }

    static Stream<String> korean() {
        return foreignNames().filter(name -> name.get()[1].equals("EUC-KR")).map(name -> (String) name.get()[2]);
    }

    @Test
    void one_text_that_cannot_be_chinese_leaves_all_as_declared() {
        var name = "Иванова^Мария".getBytes(Charset.forName("ISO-8859-5"));
        var chinese = "张伟".getBytes(GBK);
        var encoding = encoding("ISO_IR 144", name, chinese);

        assertThat(encoding.decode(name)).isEqualTo("Иванова^Мария");
        assertThat(encoding.warning()).isEmpty();
    }

    @Test
    void what_can_be_either_stays_as_declared() {
        var iwatsuka = "ｲﾜﾂｶ".getBytes(Charset.forName("JIS_X0201"));
        assertThat(new String(iwatsuka, GBK)).isEqualTo("曹露");
        var encoding = encoding("ISO_IR 13", iwatsuka);

        assertThat(encoding.decode(iwatsuka)).isEqualTo("ｲﾜﾂｶ");
        assertThat(encoding.warning()).isEmpty();
    }

    private static TextEncoding encoding(String declared, byte[]... texts) {
        return TextEncoding.of(declared.getBytes(StandardCharsets.US_ASCII), List.of(texts));
    }
}
