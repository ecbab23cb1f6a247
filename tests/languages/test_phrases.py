"""What the phrases in a line make of it: lines as newspapers set them, and sentences of reporters."""

import pytest

from crawler.languages import Language, every
from crawler.languages.lookup import plain
from crawler.languages.phrases import senses
from crawler.text import has_unspaced


@pytest.mark.parametrize(
    "line",
    [
        "Do you have a story to tell? Get in touch on 01234 567890.",
        "SIGN UP FOR OUR free evening briefing",
        "Abonnez-vous à notre newsletter du matin",
        "¿Tienes una pista? Escríbenos a pistas@diario.example",
        "Iscriviti alla newsletter del mattino",
        "Siga o canal do jornal no aplicativo de mensagens",
        "Haben Sie Hinweise? Schreiben Sie uns!",
        "Tıklayınız: haberin fotoğrafları",
        "Подписывайтесь на наш телеграм-канал",
        "Приєднуйтесь до нас у месенджерах",
        "Ακολουθήστε μας στα κοινωνικά δίκτυα",
        "تابعونا على منصات التواصل",
        "انضمّوا إلى قناتنا لتصلكم الأخبار أولاً",
        "للاشتراك في النشرة المسائية",
        "در کانال تلگرام ما عضو شوید",
        "ہمارے واٹس ایپ چینل میں شامل ہوں",
        "بۆ هەواڵی زیاتر سەردانی ماڵپەڕەکەمان بکەن",
        "הצטרפו לקבוצת הוואטסאפ של המערכת",
        "खबर अच्छी लगी? हमारे यूट्यूब चैनल को देखें",
        "আমাদের ফেসবুক পেজে লাইক দিন",
        "ニュースレターに登録して、毎朝の記事を受け取る",
        "情報をお寄せください。",
        "더 많은 기사 보기 — 채널을 구독",
        "欢迎关注本报公众号",
        "請掃碼，歡迎投稿",
        "Mời quý độc giả theo dõi bản tin tối",
    ],
)
def test_a_line_that_asks(line: str) -> None:
    assert set(senses(line)) == {"appeal"}


@pytest.mark.parametrize(
    "line",
    [
        "Ada Quill and Ben Marsh contributed to this report.",
        "(Editing by Carl Brook)",
        "This article was first published in Harbour Weekly.",
        "Léa Morel a contribué à cet article.",
        "Hugo Prado colaboró en este artículo desde el puerto",
        "Colaborou com esta reportagem Inês Prado",
        "Unter Mitarbeit von Ute Kern",
        "Dieser Text erschien zuerst in der Hafenpost.",
        "Bu habere katkıda bulundu: Ela Su",
        "В подготовке материала участвовали Анна Лесная и Пётр Полев",
        "Над матеріалом працювали Олена Гай та Іван Поле",
        "Στο ρεπορτάζ συνεργάστηκαν η Άννα Λίμνη και ο Νίκος Όρος",
        "شاركت في التغطية من الميناء سلمى النهر",
        "(إعداد نور الجسر للنشرة العربية)",
        "تغطية صحفية: سلمى النهر",
        "ساهم في إعداد هذا التقرير مراسلنا في المدينة",
        "در تهیه این گزارش نیما رود همکاری کرد",
        "اس رپورٹ کی تیاری میں سارہ ندی نے مدد کی",
        "السا لە ئامادەکردنی ئەم ڕاپۆرتە یارمەتیدەر بوو",
        "השתתפה בהכנת הכתבה: נועה גל",
        "अतिरिक्त रिपोर्टिंग: मीना नदी",
        "(পিটিআই) এই প্রতিবেদন তৈরিতে সহায়তা করেছেন মিনা নদী",
        "（取材・構成　山田花）",
        "기사 작성에 도움 준 이: 김강",
        "（责任编辑：林河）",
        "本文最初發表於港口週刊",
        "The views expressed in this article are the author's own.",
        "الآراء الواردة في هذا المقال تعبر عن كاتبتها ولا تعبر بالضرورة عن رأي الصحيفة",
        "Les opinions exprimées dans cette tribune n'engagent que leur autrice.",
        "Мнение редакции может не совпадать с мнением автора.",
        "本文仅代表作者观点，与本报无关",
    ],
)
def test_a_line_on_who_worked_on_the_text(line: str) -> None:
    assert set(senses(line)) == {"closing"}


@pytest.mark.parametrize(
    "sentence",
    [
        # English
        "More than a thousand families have yet to sign up for the scheme, the council said.",
        "Readers subscribe to three papers on average, the study found.",
        "The virus first appeared in a fish market, and the paper was first published in May.",
        "Two deaths were reported from the north, according to figures compiled by the ministry.",
        "The minister resigned after reporting by two weeklies on his flat.",
        "Her letters, edited by her daughter, were translated into nine languages.",
        "The fund, with contributions from twelve countries, was produced by years of talks.",
        "They agreed to follow the plan and to contact the owners.",
        # French, Spanish, Portuguese, Italian, Romanian
        "Le fonds a contribué à la baisse, et le texte traduit de l'anglais a été lu à voix haute.",
        "El estudio fue publicado en mayo y el alcalde descarga la culpa en el gobierno.",
        "O partido quer que o presidente assine o decreto e que a Ucrânia entre no grupo.",
        "Servono leggi anche più severe per gli abbonati a quel servizio.",
        "Elevul citește și scrie, iar compania redirecționează traficul.",
        # German, Dutch, the North
        "Sie lobte die Mitarbeit der Schüler; das Buch ist zuerst erschienen, der Film folgte.",
        "Unterstützen Sie den Vorschlag, wurde er gefragt. Mehr dazu wollte er nicht sagen.",
        "De minister stuurde een mail naar de Kamer en laat ons weten dat kinderen meer lezen.",
        "Landet vill bli medlem i alliansen, och alla måste skicka in uppgifter.",
        "Landet ønsker å bli medlem, og studien ble først publisert i mai.",
        "Landet vil se også på andre muligheder, siger ministeren.",
        "Puhelin ei ota yhteyttä verkkoon, eikä hän osallistu keskusteluun.",
        # Slavic, Hungarian, Greek, Turkish
        "Artykuł ukazał się w czasopiśmie, a minister zaczął czytać.",
        "Článek vyšel v časopise a slovo přeloženo z angličtiny znamená řeka.",
        "Он сказал, что роман перевёл с английского поэт, чтобы узнать больше о крае.",
        "Дослідження вперше опубліковано в травні, повідомила міська рада.",
        "Arra kérték, hogy küldje el a levelet, és mondja el véleményét.",
        "Το άρθρο δημοσιεύτηκε σε επιστημονικό περιοδικό τον Μάιο.",
        "Gelişmeleri takip etmek için bölgeye giden heyet daha fazlası için izin istedi.",
        # Arabic script
        "اشترك في العملية مئتا جندي، واشتركوا في دورة للاشتراك في المؤتمر.",
        "وشارك في إعداد الدراسة عشرون باحثاً من سبع جامعات.",
        "واتهمه بأنه شارك في التغطية على الجريمة.",
        "ومنعت السلطات أي تغطية صحفية للمحاكمة.",
        "وقال إن الوضع يتطلب المزيد من الضغوط، ونُشر المقال في مجلة علمية.",
        "او در کانال تلگرام خود نوشت که وزیر ما را در جریان گذاشت و نظر خود را اعلام کرد.",
        "وزیر نے اپنی رائے کا اظہار کرتے ہوئے کہا کہ لوگ احتیاطی تدابیر کو فالو کریں۔",
        "وەزیر ڕایگەیاند کە لە ئامادەکردنی یاساکە بەشدار بوون.",
        # Hebrew
        "המפגינים קראו גם לפטר את השר, והשוטרים עקבו אחרי החשוד.",
        "הנגיד לשעבר ואחיו הצטרפו לקבוצת המשקיעים, ואז צרו קשר עם המשפחה.",
        # India
        "मंत्री ने अपनी राय साझा की और कहा कि लोग नियमों को फॉलो करें।",
        "बच्चे और पढ़ें, यही सरकार चाहती है।",
        "মন্ত্রী আমাদের জানান, পুলিশকে তথ্য দিয়ে সহায়তা করেছেন স্থানীয়রা।",
        # Without spaces, and Korean
        "首相はメールマガジンで、チャンネル登録者数が百万人を超えたと述べた。",
        "この番組は多くの利用者がアプリをダウンロードした。",
        "这一问题值得关注，我们将继续了解情况。",
        "她是这家杂志的责任编辑，也写小说。",
        "市民扫描二维码后点击链接，损失三万元。",
        "未經授權轉載他人文章屬於侵權，法院表示。",
        "이 회사는 영상 편집 프로그램과 카카오톡 채널 운영으로 알려졌다.",
        "",
    ],
)
def test_a_reporters_sentence_has_no_sense(sentence: str) -> None:
    assert set(senses(sentence)) == set()


def test_only_whole_words_count() -> None:
    assert set(senses("rejoin ours and hollow us")) == set()
    assert set(senses("Join us!")) == {"appeal"}


def test_case_accents_and_letter_variants_do_not_matter() -> None:
    assert (
        set(senses("ABONNEZ VOUS A NOTRE INFOLETTRE"))
        == set(senses("abonnez-vous à notre infolettre"))
        == {"appeal"}
    )
    assert set(senses("شارِكت فى التغطيه من القاهرة")) == {"closing"}
    assert set(senses("BİZİ TAKİP EDİN")) == set(senses("bizi takip edin")) == {"appeal"}


def test_a_line_may_have_both_senses() -> None:
    assert set(senses("Ada Quill contributed to this report. Follow us for more.")) == {"appeal", "closing"}


@pytest.mark.parametrize("language", every(), ids=lambda language: language.code)
def test_every_phrase_is_found_inside_a_line(language: Language) -> None:
    """Between other words; where words are set without spaces, also without spaces around it."""
    for sense, phrases in (("appeal", language.appeals), ("closing", language.closing)):
        for phrase in phrases:
            assert sense in senses(f"abc {phrase} 123"), phrase
            if has_unspaced(phrase) and has_unspaced(plain(phrase)[0]):
                assert sense in senses(f"山{phrase}川"), phrase


def test_phrases_are_counted_and_the_longest_counts_once() -> None:
    assert senses("Follow us on Facebook. Get in touch! Our bridge is open.") == {"appeal": 2}
