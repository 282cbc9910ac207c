"""Words that stand in nearly every text of a language and find nothing: articles, prepositions, auxiliaries."""

# ruff: noqa: E501 -- lists of words

from typing import Final

_LISTS: Final = {
    "bg": "в във на за от до по с със при и или не да се е са този тази това тези към като след преди чрез без",
    "cs": "a i o u v ve na k ke z ze s se si do od po pro při za před přes nebo ani že je jsou být jako ten ta "
    "to ti ty v tom mezi pod nad",
    "da": "og i at det en et den til er som på de med for af ikke der har om vi fra ved eller efter kan under "
    "hos mod mellem",
    "de": "der die das den dem des ein eine einer eines einem einen und oder in im an am auf aus bei beim mit "
    "nach von vom zu zum zur für über um als ist sind wird werden nicht durch bis gegen ohne unter sowie",
    "el": "ο η το οι τα του της των τον την τους τις και ή σε στο στη στην στον στους στις στα από για με ως "
    "να θα που είναι δεν προς κατά μετά ένα μια μία ένας",
    "en": "a an the and or of in on at to for from by with as is are be this that these those it its into "
    "within under not",
    "es": "el la los las un una unos unas de del al a en y e o u por para con sin sobre entre como que se su "
    "sus es son no lo desde hasta",
    "et": "ja või on ei ning kui et ka see need oma kes mis ta nad selle",
    "fi": "ja tai on ei se ne että kuin joka jotka sekä myös ovat oli tämä nämä",
    "fr": "le la les un une des de du au aux à en et ou par pour avec sans sur sous dans entre que qui ce cette "
    "ces se sa son ses est sont ne pas qu jusqu lorsqu puisqu",
    "ga": "an na agus nó ar as ag le leis i sa san sna do don de den ó ón faoi chun is tá go atá a gan idir mar "
    "um um",
    "hr": "i u na za od do s sa o po pri iz k ka te ili ne se je su kao koji koja koje kod među bez nad pod",
    "hu": "a az egy és vagy nem is hogy ez ezek azok van vannak mint meg el be ki fel le de ha",
    "it": "il lo la i gli le un uno una di del dello della dei degli delle al allo alla ai agli alle da dal "
    "dallo dalla dai dagli dalle in nel nello nella nei negli nelle su sul sullo sulla sui sugli sulle con per "
    "tra fra e ed o che non si è sono dell all dall nell sull quest quell",
    "lt": "ir arba į iš su be už per po prie nuo iki dėl kaip kad yra buvo tai šis ši tas ta bei ar ne",
    "lv": "un vai no ar uz pie par pēc pirms līdz kā ka ir bija tas tā šis šī bez pa lai ne gan",
    "mt": "il l it is ir ix iz in id iċ iż u jew ta tal tat tas tar tax taż tan tad taċ taz fi f fil fit fis "
    "fir fix fin fid b bi bil bit bis bir bin bid minn mill mit mis mir min għal għall għat għas ma mal mat mas "
    "huwa hija huma li dan din dawn lil lill lis sa sal fuq bħala fl bl",
    "nl": "de het een en of in op aan van voor met bij naar door uit over om als is zijn wordt worden niet te "
    "tot tegen onder tussen dat die deze dit ten ter",
    "pl": "i oraz lub albo w we na z ze do od po przy za dla o u ku przez przed między nad pod jest są być nie "
    "się to ten ta te jako że",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas ao aos à às por pelo pela pelos pelas "
    "para com sem sobre entre e ou que se seu sua seus suas é são não como",
    "ro": "și si sau în in la de din pe cu pentru prin către spre al a ai ale un o unei unui unor este sunt nu "
    "că care ca fi se lui ce",
    "sk": "a i aj o u v vo na k ku z zo s so sa si do od po pre pri za pred cez alebo ani že je sú byť ako ten "
    "tá to tí tie medzi pod nad",
    "sl": "in ali v na za od do s z o po pri iz k h ter ne se je so kot ki kateri med brez nad pod pred",
    "sv": "och i att det en ett den till är som på de med för av inte har om från vid eller efter kan under "
    "hos mot mellan",
}

COMMON_WORDS: Final = {code: frozenset(words.split()) for code, words in _LISTS.items()}
"""By code of the language; a word is compared in lower case with its marks."""
