"""Sentences of our own in every language that has a word table: code → (text, headline)."""

SENTENCES = {
    "ar": (
        "قال رئيس البلدية إن أعمال ترميم الجسر القديم ستبدأ الأسبوع المقبل، وإن السكان سيعبرون النهر"
        " بالقوارب حتى نهاية الشتاء. وأضاف أن المدرسة والسوق سيبقيان مفتوحين.",
        "ترميم الجسر القديم يبدأ الأسبوع المقبل",
    ),
    "fa": (
        "شهردار گفت بازسازی پل قدیمی از هفته آینده آغاز می‌شود و مردم تا پایان زمستان با قایق از رودخانه"
        " می‌گذرند. او افزود که مدرسه و بازار باز خواهند ماند.",
        "بازسازی پل قدیمی از هفته آینده آغاز می‌شود",
    ),
    "ur": (
        "میئر نے کہا کہ پرانے پل کی مرمت اگلے ہفتے شروع ہوگی اور لوگ سردیوں کے آخر تک کشتیوں سے دریا پار"
        " کریں گے۔ انہوں نے بتایا کہ اسکول اور بازار کھلے رہیں گے۔",
        "پرانے پل کی مرمت اگلے ہفتے شروع ہوگی",
    ),
    "ckb": (
        "سەرۆکی شارەوانی ڕایگەیاند کە نۆژەنکردنەوەی پردە کۆنەکە هەفتەی داهاتوو دەست پێدەکات و خەڵک تا"
        " کۆتایی زستان بە بەلەم لە ڕووبارەکە دەپەڕنەوە.",
        "نۆژەنکردنەوەی پردە کۆنەکە دەست پێدەکات",
    ),
    "ku": (
        "Serokê şaredariyê got ku nûkirina pira kevn dê hefteya bê dest pê bike û gel dê heta dawiya"
        " zivistanê bi qeyikan ji çem derbas bibe. Wî got ku dibistan û bazar dê vekirî bimînin.",
        "Nûkirina pira kevn û rêya li ser çem dest pê dike",
    ),
    "he": (
        "ראש העירייה אמר ששיפוץ הגשר הישן יתחיל בשבוע הבא, ועד סוף החורף יעברו התושבים את הנהר בסירות.",
        "שיפוץ הגשר הישן יתחיל בשבוע הבא",
    ),
    "tr": (
        "Belediye başkanı, eski köprünün onarımına gelecek hafta başlanacağını ve kış sonuna kadar halkın"
        " nehri kayıklarla geçeceğini söyledi. Okul ile çarşının açık kalacağını da belirtti.",
        "Eski köprünün onarımı gelecek hafta başlıyor",
    ),
    "en": (
        "The mayor said that work on the old bridge would begin next week and that people would cross the"
        " river by boat until the end of winter. The school and the market are to stay open.",
        "Work on the old bridge will begin next week",
    ),
    "fr": (
        "Le maire a annoncé que les travaux du vieux pont commenceraient la semaine prochaine et que les"
        " habitants traverseraient la rivière en barque jusqu'à la fin de l'hiver.",
        "Les travaux du vieux pont commencent la semaine prochaine",
    ),
    "de": (
        "Der Bürgermeister sagte, die Arbeiten an der alten Brücke begännen nächste Woche, und bis zum"
        " Ende des Winters würden die Leute den Fluss mit Booten überqueren.",
        "Arbeiten an der alten Brücke beginnen nächste Woche",
    ),
    "es": (
        "El alcalde dijo que las obras del puente viejo empezarán la semana que viene y que los vecinos"
        " cruzarán el río en barca hasta el final del invierno.",
        "Las obras del puente viejo empezarán la semana que viene",
    ),
    "pt": (
        "O presidente da câmara disse que as obras da ponte velha vão começar na próxima semana e que os"
        " moradores atravessarão o rio de barco até ao fim do inverno. A escola não fecha.",
        "As obras da ponte velha vão começar na próxima semana",
    ),
    "it": (
        "Il sindaco ha detto che i lavori sul vecchio ponte cominceranno la settimana prossima e che gli"
        " abitanti attraverseranno il fiume in barca fino alla fine dell'inverno.",
        "I lavori sul vecchio ponte cominceranno la settimana prossima",
    ),
    "nl": (
        "De burgemeester zei dat het werk aan de oude brug volgende week begint en dat de inwoners de"
        " rivier tot het einde van de winter met bootjes oversteken.",
        "Het werk aan de oude brug begint volgende week",
    ),
    "pl": (
        "Burmistrz powiedział, że prace przy starym moście rozpoczną się w przyszłym tygodniu, a"
        " mieszkańcy będą przeprawiać się przez rzekę łodziami do końca zimy.",
        "Prace przy starym moście rozpoczną się w przyszłym tygodniu",
    ),
    "ru": (
        "Мэр сообщил, что ремонт старого моста начнётся на следующей неделе, а до конца зимы жители будут"
        " переправляться через реку на лодках. Школа и рынок останутся открыты.",
        "Ремонт старого моста начнётся на следующей неделе",
    ),
    "uk": (
        "Міський голова повідомив, що ремонт старого мосту почнеться наступного тижня, а до кінця зими"
        " мешканці переправлятимуться через річку човнами. Школа й ринок працюватимуть.",
        "Ремонт старого мосту почнеться наступного тижня, її не закриють",
    ),
    "el": (
        "Ο δήμαρχος είπε ότι οι εργασίες στην παλιά γέφυρα θα αρχίσουν την επόμενη εβδομάδα.",
        "Αρχίζουν οι εργασίες στην παλιά γέφυρα",
    ),
    "sv": (
        "Borgmästaren sade att arbetet på den gamla bron börjar nästa vecka och att invånarna får ta sig"
        " över floden med båt till slutet av vintern. Skolan och torget är öppna som vanligt.",
        "Arbetet på den gamla bron börjar nästa vecka",
    ),
    "no": (
        "Ordføreren sa at arbeidet på den gamle broen begynner neste uke, og at innbyggerne må krysse"
        " elva med båt fram til slutten av vinteren. Skolen og torget holder åpent.",
        "Arbeidet på den gamle broen begynner neste uke",
    ),
    "da": (
        "Borgmesteren sagde, at arbejdet på den gamle bro begynder i næste uge, og at borgerne må krydse"
        " åen med båd indtil slutningen af vinteren. Skolen og torvet bliver ved med at have åbent.",
        "Arbejdet på den gamle bro begynder i næste uge",
    ),
    "fi": (
        "Pormestari kertoi, että vanhan sillan korjaustyöt alkavat ensi viikolla ja että asukkaat"
        " ylittävät joen veneillä talven loppuun saakka. Koulu ja tori pysyvät auki.",
        "Vanhan sillan korjaustyöt alkavat ensi viikolla",
    ),
    "cs": (
        "Starosta řekl, že práce na starém mostě začnou příští týden a že obyvatelé budou do konce zimy"
        " jezdit přes řeku loďkami. Škola i tržiště zůstanou otevřené.",
        "Práce na starém mostě začnou příští týden, říká starosta",
    ),
    "hu": (
        "A polgármester elmondta, hogy a régi híd felújítása jövő héten kezdődik, és a lakók a tél végéig"
        " csónakkal kelnek át a folyón. Az iskola és a piac nyitva marad.",
        "Jövő héten kezdődik a régi híd felújítása",
    ),
    "ro": (
        "Primarul a spus că lucrările la podul vechi vor începe săptămâna viitoare și că locuitorii vor"
        " trece râul cu barca până la sfârșitul iernii.",
        "Lucrările la podul vechi vor începe săptămâna viitoare",
    ),
    "id": (
        "Wali kota mengatakan bahwa perbaikan jembatan tua akan dimulai pekan depan dan warga akan"
        " menyeberangi sungai dengan perahu sampai akhir musim hujan. Sekolah dan pasar tetap buka.",
        "Perbaikan jembatan tua akan dimulai pekan depan",
    ),
    "hi": (
        "महापौर ने कहा कि पुराने पुल की मरम्मत अगले सप्ताह शुरू होगी और लोग सर्दियों के अंत तक नाव से नदी पार करेंगे।",
        "पुराने पुल की मरम्मत अगले सप्ताह शुरू होगी",
    ),
    "bn": (
        "মেয়র বলেছেন, পুরোনো সেতুর সংস্কার আগামী সপ্তাহে শুরু হবে এবং শীতের শেষ পর্যন্ত মানুষ নৌকায় নদী পার হবে।",
        "পুরোনো সেতুর সংস্কার আগামী সপ্তাহে শুরু",
    ),
    "zh": (
        "市长表示，旧桥的修缮工程将于下周开始，冬季结束前居民要乘船过河，学校和市场照常开放。",
        "旧桥修缮工程下周开始，居民乘船过河，市场照常开放",
    ),
    "ja": (
        "市長は、古い橋の修理が来週始まり、冬の終わりまで住民は船で川を渡ることになると述べた。",
        "古い橋の修理が来週始まる、住民は船で川を渡る",
    ),
    "ko": (
        "시장은 낡은 다리의 보수 공사가 다음 주에 시작되며 겨울이 끝날 때까지 주민들이 배로 강을 건넌다고"
        " 말했다.",
        "낡은 다리 보수 공사 다음 주에 시작, 주민들은 배로 건너",
    ),
    "ms": (
        "Datuk Bandar berkata kerja membaik pulih jambatan lama akan bermula minggu hadapan dan penduduk"
        " akan menyeberangi sungai dengan bot sehingga akhir musim tengkujuh. Beliau menambah bahawa sekolah"
        " dan pasar akan kekal dibuka.",
        "Kerja membaik pulih jambatan lama bermula minggu hadapan",
    ),
    "th": (
        "นายกเทศมนตรีกล่าวว่าการซ่อมสะพานเก่าจะเริ่มในสัปดาห์หน้า และชาวบ้านจะข้ามแม่น้ำด้วยเรือจนถึงปลายฤดูหนาว"
        " เขาเสริมว่าโรงเรียนและตลาดจะยังเปิดตามปกติ",
        "การซ่อมสะพานเก่าจะเริ่มในสัปดาห์หน้า",
    ),
    "vi": (
        "Thị trưởng cho biết việc sửa chữa cây cầu cũ sẽ bắt đầu vào tuần tới và người dân sẽ qua sông"
        " bằng thuyền cho đến cuối mùa đông.",
        "Việc sửa chữa cây cầu cũ sẽ bắt đầu vào tuần tới",
    ),
    "sw": (
        "Meya alisema kuwa ukarabati wa daraja la zamani utaanza wiki ijayo, na wakazi watavuka mto kwa"
        " mashua hadi mwisho wa majira ya baridi. Aliongeza kuwa shule na soko zitakuwa wazi.",
        "Ukarabati wa daraja la zamani utaanza wiki ijayo",
    ),
    "ps": (
        "ښاروال وویل چې د زاړه پله رغول به راتلونکې اونۍ پیل شي او خلک به د ژمي تر پایه په بېړیو کې له"
        " سیند څخه تېرېږي. هغه زیاته کړه چې ښوونځی او بازار به پرانیستي وي.",
        "د زاړه پله رغول راتلونکې اونۍ پیلېږي، خلک په بېړیو کې تېرېږي",
    ),
    "bg": (
        "Кметът каза, че ремонтът на стария мост ще започне следващата седмица, а жителите ще"
        " преминават реката с лодки до края на зимата. Училището и пазарът ще останат отворени.",
        "Ремонтът на стария мост ще започне следващата седмица",
    ),
    "hr": (
        "Gradonačelnik je rekao da će obnova staroga mosta početi idućega tjedna, a da će stanovnici do"
        " kraja zime prelaziti rijeku čamcima. Škola i tržnica ostat će otvorene tijekom cijele obnove.",
        "Obnova staroga mosta počinje idućega tjedna, kaže gradonačelnik",
    ),
    "sr": (
        "Градоначелник је рекао да ће обнова старог моста почети следеће недеље, а да ће становници до"
        " краја зиме прелазити реку чамцима. Школа и пијаца остаће отворене, додао је он.",
        "Обнова старог моста почиње следеће недеље, каже градоначелник",
    ),
    "sk": (
        "Primátor povedal, že oprava starého mosta sa začne budúci týždeň a že obyvatelia budú do konca"
        " zimy prechádzať cez rieku na lodiach. Škola aj tržnica zostanú otvorené.",
        "Oprava starého mosta sa začne budúci týždeň, hovorí primátor",
    ),
    "sl": (
        "Župan je povedal, da se bo obnova starega mostu začela prihodnji teden, prebivalci pa bodo do"
        " konca zime reko prečkali s čolni. Šola in tržnica bosta ostali odprti.",
        "Obnova starega mostu se bo začela prihodnji teden, pravi župan",
    ),
    "lt": (
        "Meras sakė, kad senojo tilto remontas prasidės kitą savaitę, o gyventojai iki žiemos pabaigos"
        " per upę plauks valtimis. Mokykla ir turgus liks atidaryti.",
        "Senojo tilto remontas prasidės kitą savaitę, sako meras",
    ),
    "lv": (
        "Mērs sacīja, ka vecā tilta remonts sāksies nākamnedēļ, bet iedzīvotāji līdz ziemas beigām upi"
        " šķērsos ar laivām. Skola un tirgus paliks atvērti.",
        "Vecā tilta remonts sāksies nākamnedēļ, saka mērs",
    ),
}
