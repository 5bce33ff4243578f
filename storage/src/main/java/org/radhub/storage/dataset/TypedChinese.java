package org.radhub.storage.dataset;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/**
 * Whether texts that a device declares in another country's script are Chinese: a scanner keeps the character set of the country that it was
 * made or set up for, and its operators type the names of their patients, which it stores as plain GBK.
 *
 * <p>Nearly every byte has a meaning in those sets too, so that it is what is said that counts. A Chinese name is one of few surnames and one
 * or two more characters; a foreign name of as many bytes that reads as a surname and common characters hardly exists. Where the script's own
 * rules are broken as well ({@link ForeignScript#strange}), less Chinese is enough. What stays open is as it was declared.
 */
final class TypedChinese {
    private static final Charset GB18030 = Charset.forName("GB18030");

    /** The most frequent ones; nine people of ten have one of these. */
    private static final String SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
            + "郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文肖闫施樊葛伍洪安严祝温季俞章鲁翟庞耿尚柳莫倪焦庄骆殷纪芦涂齐岳祁付申聂左兰辛管舒"
            + "屈解单阮柯欧牛路毕项戚詹向关童凌霍甘苗游丛褚娄巩喻车应卓刁鲍柴覃宫阳盛蒙尤牟卜宁古穆简饶房佟裴滕冉晏符桑包陶颜邢蓝麦韦成梅裘窦岑桂";

    private static final List<String> LONG_SURNAMES =
            List.of("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "申屠", "司徒", "长孙", "端木");

    /** Of which given names are made. */
    private static final String GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚红玉华萍燕玲云珍荣琴莉凤慧翠雪琳婷颖佳欣怡雯倩丹璐瑶梦洁晶莹蕾薇琪悦建国志斌波辉鹏飞宇浩海春生福"
            + "祥东峰锋健永忠良义德仁信礼智才新民庆宏光亮俊伦伯家兴旺发达富贵昌根清泉松柏树森山川河湖子轩涵梓萱晨昊天泽然博瀚睿思诗雨妍彤可馨心语嘉一诺依若"
            + "奕辰皓宸逸美淑惠珠巧香芬芝菊莲花月娥仙爱婉雅宝银凡彩群少学友胜利全顺启源振立业维正中大小晓世元开先道广孝本有自为帅翔旭晖昕曦冬秋震霖雄坚毅恒"
            + "进步前远星卫跃鑫淼焱楠桐杉枫彬彪虎豹麟鸿雁凯乐欢喜笑歌舞韵音琦珊瑞玮珂璇琼瑾培仲叔钧铭钢铁铮锐钰锦镇铃敬贤哲圣君帆航舟洲涌潮沛润泰岩岚峻岭芸"
            + "茜茹莎菲菁萌蓉蓓蕊芮苑芊莺馥士宗祖绍继承续延禄寿吉祯祺水火木土甲乙丙二三四五六七九十百千如意之其以来女娃妹姐婵媛嫣娇娅妮妙姗姣姿连升衡权勋力"
            + "劳务勤奋政法治理律兵魁斗战捷征晋豫湘粤京沪津滨城岛港台北南西显耀煌映照灿焕炎炜炳俐俏俪偲傲儒仪佑佐佩冠克兆允充共典琛琨瑜瑛璞珏敦厚诚恳实朴纯"
            + "真善邦郁郡都原历宾宽宜定官宪容寅寒竹筠笛鹤鸣青双霜露雾霁瞳唯端竞深渊渝湛汉汐沁沐沙宣姝会加丰临熙迪聪玥镕煜昱栋弘珈胤钊懿豪驰骞鹭茗煊榕融韬翊"
            + "致烨修展果苡沫艺楷越翰琰瑄婧媚娴娉恬惜筱晗曼蔓紫碧黛曜玺尧舜禹勉柱栓锁铸鉴砚墨书画棋弈乾坤阔朗霄霆泓泊浚潇澜澄皎皑睦聿晴谦腾靖卿颂";

    /** Of which the other texts of an image are made. */
    private static final String CLINICAL =
            "头胸腹部扫增颈椎腰膝节右侧位片普规磁肩髋骨盆脏肺肝胆胰脾肾脑血造影乳腺状列附件下肢手足腕踝肘鼻咽喉眼耳颌面牙口腔软组织消化泌尿系检查门诊急住" + "院体男科室医内外能谱声";

    private final ForeignScript script;

    private TypedChinese(ForeignScript script) {
        this.script = script;
    }

    /** Whether all the texts can be Chinese, cut off or not, and one that is whole is, beyond reasonable doubt. */
    static boolean in(List<byte[]> texts, CharacterSets declared) {
        var script = ForeignScript.of(declared);
        return script.isPresent()
                && texts.stream().allMatch(text -> characters(ForeignTexts.withoutCutOff(text, GB18030))
                        .isPresent())
                && texts.stream().anyMatch(new TypedChinese(script.get())::certain);
    }

    private boolean certain(byte[] text) {
        var characters = characters(text).orElse("");
        boolean strange = script.strange(text);
        return name(characters, strange) || strange && phrase(characters);
    }

    /** A surname and a given name, of characters that are the more common the less else speaks for it. */
    private boolean name(String characters, boolean strange) {
        int surname = surname(characters, strange);
        int length = characters.length() - surname;
        if (surname == 0 || length < 1 || length > 2) {
            return false;
        }
        var given = characters.substring(surname);
        long known =
                given.chars().filter(character -> known(character, strange)).count();
        long ordinary = given.chars().filter(TypedChinese::ordinary).count();
        if (script.pairs()) {
            return known == length || strange && ordinary == length;
        }
        return known == length || ordinary == length && length == 2 || strange && ordinary + 1 >= length;
    }

    private int surname(String characters, boolean strange) {
        if (characters.length() > 2 && LONG_SURNAMES.contains(characters.substring(0, 2))) {
            return 2;
        }
        boolean single = !characters.isEmpty()
                && SURNAMES.indexOf(characters.charAt(0)) >= 0
                && (strange || !script.alike(characters.charAt(0)));
        return single ? 1 : 0;
    }

    private boolean phrase(String characters) {
        long known =
                characters.chars().filter(character -> known(character, true)).count();
        boolean ordinary =
                characters.chars().allMatch(character -> ordinary(character) || punctuation((char) character));
        return ordinary && characters.length() > 1 && 2 * known >= characters.length();
    }

    private boolean known(int character, boolean strange) {
        return isKnown(character) && (strange || !script.alike((char) character));
    }

    private static boolean isKnown(int character) {
        return GIVEN.indexOf(character) >= 0 || SURNAMES.indexOf(character) >= 0 || CLINICAL.indexOf(character) >= 0;
    }

    /** One of the 3755 common characters (GB 2312 level 1), or of the names above. */
    private static boolean ordinary(int character) {
        var bytes = Character.toString(character).getBytes(GB18030);
        int lead = bytes[0] & 0xff;
        return lead >= 0xb0 && lead <= 0xd7 && (bytes[1] & 0xff) >= 0xa1 || isKnown(character);
    }

    private static boolean punctuation(char character) {
        int lead = Character.toString(character).getBytes(GB18030)[0] & 0xff;
        return lead >= 0xa1 && lead <= 0xa3;
    }

    /** The text without its ASCII, if all the rest is characters of two bytes. */
    private static Optional<String> characters(byte[] text) {
        var characters = new StringBuilder();
        for (int at = 0; at < text.length; at++) {
            if (text[at] < 0) {
                var decoded = at + 1 < text.length ? new String(text, at, 2, GB18030) : "";
                if (decoded.length() != 1 || !chinese(decoded.charAt(0), text[at + 1])) {
                    return Optional.empty();
                }
                characters.append(decoded);
                at++;
            }
        }
        return Optional.of(characters.toString());
    }

    /** The second byte of a few may be ASCII: a letter or sign that more often stands there for itself. */
    private static boolean chinese(char character, byte second) {
        return character != '\ufffd'
                && Character.getType(character) != Character.PRIVATE_USE
                && (second < 0 || isKnown(character));
    }
}
