DATE_FORMAT = "j. E Y"
TIME_FORMAT = "G.i"
DATETIME_FORMAT = "j. E Y, G.i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j. E"
SHORT_DATE_FORMAT = "j.n.Y"
SHORT_DATETIME_FORMAT = "j.n.Y, G.i"
FIRST_DAY_OF_WEEK = 1

DATE_INPUT_FORMATS = [
    "%d.%m.%Y",
    "%d. %m. %Y",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%Y-%m-%d",
]
TIME_INPUT_FORMATS = [
    "%H.%M",
    "%H:%M",
    "%H.%M.%S",
]
DATETIME_INPUT_FORMATS = [
    "%d.%m.%Y %H.%M",
    "%d. %m. %Y %H.%M",
    "%d/%m/%Y %H.%M",
    "%d-%m-%Y %H.%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
