"""Reports of one template: weather, markets, football, the dead of a day. No two of them are one story."""

import random
from collections.abc import Iterator

PER_TEMPLATE = 60
_TOWNS = {
    "en": ("Harbourton", "Saltmarsh", "Upper Valley", "Grey Ferry", "Milnbury", "Eastcliff", "Oldbridge"),
    "ar": ("تل الرمان", "مرج النهر", "باب الميناء", "وادي الزيتون", "رأس العين", "جسر الحجر", "كفر الغار"),
    "fr": ("Port-Gris", "Valmer", "Saint-Aubert", "Les Salines", "Hautefeuille", "Pontarlier-sur-Mer"),
    "zh": ("青石镇", "河口市", "白沙县", "东桥区", "南岭市", "柳溪镇"),
    "hi": ("रामपुर", "नदीपुर", "सोनगाँव", "पहाड़पुर", "केसरनगर"),
}
# `@` is a number, `&` a town.
_TEMPLATES = (
    (
        "en",
        "Weather forecast for & on @ March @. The day begins with light cloud and temperatures around"
        " @ degrees, rising to @ degrees in the early afternoon. The wind blows from the west at @ "
        "kilometres an hour with gusts of up to @ kilometres an hour along the coast. The chance of "
        "rain is @ per cent in the morning and @ per cent in the evening. Humidity stays close to @ "
        "per cent throughout the day. At night temperatures fall to @ degrees. The sun rises at @:@ "
        "and sets at @:@. The water in the harbour has @ degrees, high tide is expected at @:@ and "
        "low tide at @:@.",
    ),
    (
        "en",
        "Shares closed mixed on Tuesday as investors waited for the central bank's decision. The main"
        " index added @ points, or 0.@ per cent, to close at @, while the index of smaller companies "
        "lost @ points, or 0.@ per cent, and ended the day at @. Banks were among the winners of the "
        "session, with the sector gaining @ per cent, while energy companies fell by @ per cent as "
        "the price of crude oil slipped to @ dollars a barrel. The euro was traded at 1.@ dollars. "
        "Gold cost @ dollars an ounce. Turnover came to @ million shares, compared with @ million "
        "shares on the previous trading day.",
    ),
    (
        "en",
        "& beat & @-@ on Saturday to climb to place @ of the table after @ rounds. The hosts went "
        "ahead in minute @ and doubled their lead in minute @, before the guests pulled one back in "
        "minute @ from the penalty spot. @ spectators saw a fair match with @ yellow cards. The hosts"
        " had @ shots on goal, the guests @, and the ball was with the home side for @ per cent of "
        "the time. The next match of the winners is on @ April against &, while the losers stay in "
        "place @ with @ points and travel to & on @ April.",
    ),
    (
        "ar",
        "سجلت أسعار الذهب اليوم في & تغيراً جديداً، حيث بلغ سعر غرام الذهب من عيار ٢١ قيراطاً @ ليرة "
        "للمبيع و@ ليرة للشراء، في حين بلغ سعر الغرام من عيار ١٨ قيراطاً @ ليرة للمبيع و@ ليرة "
        "للشراء. وبلغ سعر الأونصة عالمياً @ دولاراً. وأكدت جمعية الصاغة في نشرتها اليومية أن سعر "
        "الليرة الذهبية عيار ٢١ وصل إلى @ ليرة، وأن سعر الليرة الذهبية الإنكليزية بلغ @ ليرة. ودعت "
        "الجمعية الحرفيين إلى الالتزام بالتسعيرة الصادرة عنها وعدم مخالفتها، مشيرة إلى أن حركة البيع "
        "والشراء في الأسواق تشهد إقبالاً متوسطاً منذ @ أيام.",
    ),
    (
        "ar",
        "توقعت المديرية العامة للأرصاد الجوية أن تكون درجات الحرارة في & أعلى من معدلاتها بنحو @ "
        "درجات مئوية، وأن يكون الجو صحواً بشكل عام نهاراً وبارداً في الليل. وتكون الرياح غربية إلى "
        "شمالية غربية سرعتها @ كيلومتراً في الساعة مع هبات تصل إلى @ كيلومتراً في الساعة، والبحر خفيف"
        " ارتفاع الموج. وفيما يأتي درجات الحرارة العظمى والصغرى المتوقعة: & @ و@، & @ و@، & @ و@، & @"
        " و@. وتبلغ نسبة الرطوبة @ بالمئة صباحاً و@ بالمئة مساءً، وتشرق الشمس في الساعة @ و@ دقيقة "
        "وتغيب في الساعة @ و@ دقيقة.",
    ),
    (
        "fr",
        "Le tirage du loto de ce mercredi @ avril a été effectué en direct. Les numéros gagnants sont"
        " le @, le @, le @, le @ et le @, et le numéro complémentaire est le @. Un joueur de & "
        "remporte la somme de @ euros, tandis que @ joueurs se partagent le deuxième rang et touchent"
        " chacun @ euros. Au troisième rang, @ grilles ont été validées pour un gain de @ euros. Le "
        "prochain tirage aura lieu samedi, avec une cagnotte de @ millions d'euros à gagner. Les "
        "joueurs ont soixante jours pour faire valoir leurs droits.",
    ),
    (
        "zh",
        "&气象台今日发布天气预报：预计明天白天晴间多云，最高气温@度，最低气温@度，西北风@级，阵"
        "风可达@级。上午降水概率为百分之@，下午降水概率为百分之@，相对湿度在@到@之间。空气质量"
        "指数为@，首要污染物为细颗粒物，适宜户外活动。日出时间为@点@分，日落时间为@点@分。未来"
        "三天气温将逐步回升，周末最高气温可达@度，夜间最低气温在@度左右，请市民注意早晚温差，适时"
        "增减衣物。",
    ),
    (
        "hi",
        "& में आज मौसम साफ रहेगा और अधिकतम तापमान @ डिग्री सेल्सियस तथा न्यूनतम तापमान @ डिग्री "
        "सेल्सियस रहने की संभावना है। मौसम विभाग के अनुसार सुबह के समय हवा की गति @ किलोमीटर प्रति "
        "घंटा रहेगी, जो दोपहर तक बढ़कर @ किलोमीटर प्रति घंटा हो जाएगी। नमी का स्तर @ प्रतिशत रहेगा और"
        " वर्षा की संभावना @ प्रतिशत है। सूर्योदय @ बजकर @ मिनट पर और सूर्यास्त @ बजकर @ मिनट पर "
        "होगा। वायु गुणवत्ता सूचकांक @ दर्ज किया गया, जो कल के @ से बेहतर है।",
    ),
)


def reports(chance: random.Random) -> Iterator[tuple[list[str], list[str]]]:
    """Pairs of one template, with the numbers and towns of two days."""
    for language, template in _TEMPLATES:
        for _ in range(PER_TEMPLATE):
            yield _filled(language, template, chance), _filled(language, template, chance)


def _filled(language: str, template: str, chance: random.Random) -> list[str]:
    towns = _TOWNS[language]
    parts = (
        str(chance.randint(2, 89)) if sign == "@" else chance.choice(towns) if sign == "&" else sign
        for sign in template
    )
    return ["".join(parts)]
